import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Account } from '../../src/account/types.js';
import { type LoanProFault, misbehave } from './loanpro-faults.js';
import { type Dialect, type Entity, type NotedChange, Shapes } from './loanpro-shapes.js';

export interface LoanProOptions {
  readonly account: Account;
  /** A secret of the test unless given. */
  readonly token?: string;
  readonly dialect?: Dialect;
  readonly changes?: readonly NotedChange[];
  /** Bodies that are sent as they are, by path. */
  readonly bodies?: Readonly<Record<string, string>>;
  /** Milliseconds before each answer. */
  readonly delay?: number;
}

/** A request as it came. */
export interface Recorded {
  readonly method: string;
  /** Below the base URL, decoded, without its query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: readonly string[];
}

/** Paths by how they begin, and what happens there. */
export interface Injected {
  readonly path: string;
  readonly fault: LoanProFault;
  /** How often; always unless given. */
  times?: number;
}

export interface LoanProStandIn {
  /** The base URL. */
  readonly url: string;
  readonly token: string;
  readonly tenantId: string;
  readonly requests: readonly Recorded[];
  readonly connections: () => number;
  /** How many requests were under way at the same time at most. */
  readonly mostAtOnce: () => number;
  /** Takes effect with the next request. */
  faults: Injected[];
  readonly stop: () => Promise<void>;
}

const BASE = '/api/public/api/1/';
export const CANARY_TOKEN = 'CanaryToken.eyJhbGciOiJIUzI1NiJ9-0123456789_abcdef';

/** Starts a server that speaks LoanPro's documented shapes over HTTP on a free loopback port. */
export async function startLoanProStandIn(options: LoanProOptions): Promise<LoanProStandIn> {
  const { account, token = CANARY_TOKEN, dialect = {}, changes = [], bodies = {}, delay = 0 } = options;
  const tenantId = String(account.tenant?.id);
  const shapes = new Shapes(account, dialect, changes);
  const requests: Recorded[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  let underWay = 0;
  let mostAtOnce = 0;

  const server = createServer((request, response) => {
    underWay++;
    mostAtOnce = Math.max(mostAtOnce, underWay);
    response.on('close', () => underWay--);
    setTimeout(() => {
      handle(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined);
      });
    }, delay);
  });
  server.on('connection', (socket) => {
    connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // What the client breaks off is no fault of the stand-in.
    socket.on('error', () => {});
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stand-in.invalid');
    const path = decodeURIComponent(url.pathname).replace(BASE, '');
    const query = Object.fromEntries(url.searchParams);
    const method = request.method ?? '';
    requests.push({ method, path, query, headers: Object.keys(request.headers) });
    const body = await text(request);

    const injected = standIn.faults.find((one) => path.startsWith(one.path) && (one.times ?? 1) > 0);
    if (injected) {
      if (injected.times !== undefined) injected.times--;
      misbehave(response, injected.fault, request.headers.authorization);
      return;
    }
    const { status, json } = answer(request, { method, path, query, body, raw: url.search });
    const given = status === 401 ? undefined : bodies[path];
    response.writeHead(given === undefined ? status : 200, { 'Content-Type': 'application/json' });
    response.end(given ?? JSON.stringify(shapes.spoken(json)));
  }

  function answer(request: IncomingMessage, asked: Asked): Reply {
    const { headers } = request;
    if (headers.authorization !== `Bearer ${token}` || headers['autopal-instance-id'] !== tenantId) {
      return { status: 401, json: { error: { message: 'Unauthorized', code: 401 } } };
    }
    if (headers['content-type'] !== 'application/json') return refusal(400, 'Wrong content type');
    // LoanPro wants blanks and quotes percent-encoded.
    if (/[ '+]/.test(asked.raw)) return refusal(400, 'The query is not encoded');
    return asked.path.startsWith('odata.svc/') ? odata(shapes, tenantId, asked) : search(shapes, asked);
  }

  const standIn: LoanProStandIn = {
    url: '',
    token,
    tenantId,
    requests,
    connections: () => connections,
    mostAtOnce: () => mostAtOnce,
    faults: [],
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return Object.assign(standIn, { url: `http://127.0.0.1:${port}${BASE}` });
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
  /** The query as it was sent. */
  readonly raw: string;
}

interface Reply {
  readonly status: number;
  readonly json: unknown;
}

const refusal = (status: number, message: string): Reply => ({
  status,
  json: { error: { message, type: 'ODataException', code: status } },
});
const missing = (segment: string) => refusal(409, `Resource not found for the segment '${segment}'`);
const data = (d: unknown): Reply => ({ status: 200, json: { d } });

/** Each path with the options it takes, and what `$expand` may name. */
interface Route {
  readonly path: RegExp;
  readonly options: readonly string[];
  readonly expands?: readonly string[];
  readonly answer: (id: string, asked: Asked, expanded: readonly string[]) => Reply;
}

function odata(shapes: Shapes, tenantId: string, asked: Asked): Reply {
  const routes: readonly Route[] = [
    {
      path: /^Tenants\((\d+)\)\/CompanyEmails$/,
      options: ['$top', '$skip'],
      answer: (id) =>
        id === tenantId ? paged(shapes.companyEmails() ?? [], asked) : refusal(409, 'Invalid tenant'),
    },
    {
      path: /^Customers\((\d+)\)$/,
      options: ['$expand', 'nopaging'],
      expands: ['Loans', 'Loans/LoanSettings', 'Phones'],
      answer: (id, _, expanded) => {
        const customer = shapes.findCustomer(id);
        const hasSettings = expanded.includes('Loans/LoanSettings');
        return customer
          ? data(shapes.customer(customer, expanded.includes('Loans'), hasSettings))
          : missing('Customers');
      },
    },
    {
      path: /^Loans\((\d+)\)$/,
      options: ['$expand'],
      expands: ['LoanSettings', 'Portfolios', 'SubPortfolios', 'Customers'],
      answer: (id, _, expanded) => ofLoan(shapes, id, (loan) => data(shapes.groups(loan, expanded))),
    },
    {
      path: /^Loans\((\d+)\)\/LoanSettings$/,
      options: ['$expand'],
      expands: ['LoanStatus', 'LoanSubStatus'],
      answer: (id, _, expanded) => ofLoan(shapes, id, (loan) => data(shapes.settings(loan, expanded))),
    },
    {
      path: /^Loans\((\d+)\)\/StatusArchive$/,
      options: ['$filter', '$top', '$skip'],
      answer: (id) => ofLoan(shapes, id, (loan) => filteredDays(shapes.days(loan), asked)),
    },
    {
      path: /^SystemNotes$/,
      options: ['$filter', '$orderby', '$top', '$skip'],
      answer: () => notes(shapes, asked),
    },
    { path: /^LoanStatus$/, options: ['nopaging'], answer: () => paged(shapes.statuses(), asked) },
    {
      path: /^LoanStatus\((\d+)\)\/LoanSubStatus$/,
      options: ['nopaging'],
      answer: (id) => {
        const list = shapes.subStatusesOf(id);
        return list ? paged(list, asked) : missing('LoanStatus');
      },
    },
  ];
  const path = asked.path.slice('odata.svc/'.length);
  if (asked.method !== 'GET') return refusal(405, 'Only GET is allowed here');
  if (/^(Customers|Loans)(\(\))?$/.test(path)) {
    return refusal(410, 'Access to retrieve all entities has been deprecated.');
  }
  for (const { path: pattern, options, expands = [], answer } of routes) {
    const [match, id = ''] = pattern.exec(path) ?? [];
    if (match === undefined) continue;
    const expanded = asked.query['$expand']?.split(',') ?? [];
    const wrong = [
      ...Object.keys(asked.query).filter((key) => !options.includes(key)),
      ...expanded.filter((name) => !expands.includes(name)),
      ...['$top', '$skip'].filter((key) => !/^\d+$/.test(asked.query[key] ?? '0')),
      ...((asked.query['nopaging'] ?? 'true') === 'true' ? [] : ['nopaging']),
    ];
    return wrong.length > 0 ? refusal(400, `Wrong option ${wrong.join(', ')}`) : answer(id, asked, expanded);
  }
  return refusal(404, `Resource not found for the segment '${path}'`);
}

function ofLoan(
  shapes: Shapes,
  id: string,
  then: (loan: NonNullable<ReturnType<Shapes['findLoan']>>) => Reply,
) {
  const loan = shapes.findLoan(id);
  return loan ? then(loan) : missing('Loans');
}

const PAGE = 50;

function paged(list: readonly Entity[], { query }: Asked): Reply {
  const start = Number(query['$skip'] ?? 0);
  const size = query['nopaging'] === undefined ? Number(query['$top'] ?? PAGE) : list.length;
  const summary = { start, pageSize: PAGE, total: list.length };
  return data({ results: list.slice(start, start + size), summary });
}

const INSTANT = String.raw`datetime'(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)'`;
const DAYS = new RegExp(`^date ge ${INSTANT}(?: and date le ${INSTANT})?$`);
const secondsOf = (row: Entity, key: string) => Number(/\d+/.exec(String(row[key]))?.[0]);

function filteredDays(days: readonly Entity[], asked: Asked): Reply {
  const [match, first, last = '9999-01-01T00:00:00'] = DAYS.exec(asked.query['$filter'] ?? '') ?? [];
  if (match === undefined) return refusal(400, 'Syntax error in the filter expression');
  const within = days.filter((day) => {
    const at = secondsOf(day, 'date') * 1000;
    return at >= Date.parse(`${first}Z`) && at <= Date.parse(`${last}Z`);
  });
  return paged(within, asked);
}

const CLAUSE = /^(\w+) eq (?:'([^']*)'|(\d+))$/;

function notes(shapes: Shapes, asked: Asked): Reply {
  const clauses = (asked.query['$filter'] ?? '').split(' and ').map((clause) => CLAUSE.exec(clause));
  const fields = ['entityType', 'entityId', 'operationSubType', 'referenceType'];
  if (clauses.some((clause) => !clause || !fields.includes(clause[1] ?? ''))) {
    return refusal(400, 'Syntax error in the filter expression');
  }
  const rows = shapes
    .notes()
    .filter((row) =>
      clauses.every((clause) => clause && String(row[clause[1] ?? '']) === (clause[2] ?? clause[3])),
    );
  const order = asked.query['$orderby'];
  if (order !== undefined && order !== 'created desc') return refusal(400, 'Wrong option $orderby');
  if (order) rows.sort((a, b) => secondsOf(b, 'created') - secondsOf(a, 'created'));
  return paged(rows, asked);
}

const NAME_FIELDS = ['customerName', 'companyName', 'customId'];

/** The two forms of a search body that are documented; anything else is refused. */
function search(shapes: Shapes, asked: Asked): Reply {
  if (asked.method !== 'POST' || asked.path !== 'Customers/Autopal.Search()') {
    return refusal(404, 'No such path');
  }
  const { $top = '10', $start = '0', ...others } = asked.query;
  if (Object.keys(others).length > 0) return refusal(400, 'Wrong option');
  const must = JSON.parse(asked.body)?.query?.bool?.must;
  const email = must?.match?.email;
  const named = must?.[0]?.query_string;
  const [first = '', ...rest] = /^"((?:[^"\\]|\\.)*)"/.exec(named?.query ?? '')?.[1]?.split(' ') ?? [];
  const words = [first, ...rest].map((word) => word.replace(/\\(.)/g, '$1').toLowerCase());
  const isKnown = typeof email === 'string' || JSON.stringify(named?.fields) === JSON.stringify(NAME_FIELDS);
  if (!isKnown) return refusal(500, 'Search failed');
  // Like the real one it finds what is alike: an address of the same domain, a part of a name.
  const hits = shapes
    .searchRows()
    .filter((row) =>
      typeof email === 'string'
        ? String(row['email']).split('@')[1]?.toLowerCase() === email.split('@')[1]?.toLowerCase()
        : NAME_FIELDS.some((field) => words.every((word) => String(row[field]).toLowerCase().includes(word))),
    );
  const page = hits.slice(Number($start), Number($start) + Number($top));
  return data({
    results: page.length > 0 ? page : shapes.emptySearch(),
    summary: { totalHits: hits.length, totalTime: 6 },
  });
}
