import type { ServerResponse } from 'node:http';

/** What the stand-in does in place of a good answer. */
export type LoanProFault =
  | 'unauthorized'
  | 'unauthorized-odata'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'bad-tenant'
  | 'bad-request'
  | 'gone'
  | 'not-found-in-200'
  | 'php-error-in-200'
  | 'server-error'
  | 'bad-gateway'
  /** Good HTTP with half of the JSON. */
  | 'truncated-json'
  /** The connection ends before the body does. */
  | 'cut-off'
  /** Takes the question and never answers. */
  | 'stall'
  /** Begins to answer, then never goes on. */
  | 'stall-in-body'
  /** A byte now and then, without end. */
  | 'drip'
  | 'reset'
  | 'content-type'
  /** 50 MB. */
  | 'huge'
  /** JSON that is not LoanPro's. */
  | 'other-json'
  /** An error whose text repeats the token that was sent. */
  | 'echo'
  | { readonly redirect: string }
  | { readonly tooMany: string | undefined };

const SERVER_PATH = '/srv/www/autopal/vendor/odata/Reader.php:118';

interface Canned {
  readonly status: number;
  readonly body: object | string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const odata = (message: string, code: number) => ({ error: { message, type: 'ODataException', code } });

const CANNED: Readonly<Partial<Record<Extract<LoanProFault, string>, Canned>>> = {
  unauthorized: {
    status: 401,
    body: {
      code: '401-LP0001',
      message: 'Unauthorized',
      context: { ip: '203.0.113.7', uri: '/api', user_id: 1, errors: ['API token could not be validated'] },
    },
  },
  'unauthorized-odata': { status: 401, body: odata('Unauthorized', 401) },
  forbidden: { status: 403, body: odata('Access denied for this resource', 403) },
  'not-found': {
    status: 404,
    body: {
      error: {
        message: { lang: 'en-US', value: "Resource not found for the segment 'Custmers'" },
        code: 404,
      },
    },
  },
  conflict: { status: 409, body: odata("Resource not found for the segment 'Customers'", 409) },
  'bad-tenant': { status: 409, body: odata('Invalid tenant', 409) },
  'bad-request': { status: 400, body: odata('Syntax error in the filter expression', 400) },
  gone: { status: 410, body: odata('Access to retrieve all entities has been deprecated.', 410) },
  'not-found-in-200': {
    status: 200,
    body: {
      d: {
        error: { message: { value: "Resource not found for the segment 'Loans'" }, code: '' },
        warnings: [],
      },
    },
  },
  'php-error-in-200': {
    status: 200,
    body: odata(`Catchable Fatal Error: null given, called in ${SERVER_PATH} for 987654329`, 0),
  },
  'server-error': { status: 500, body: odata('Internal server error', 0) },
  'bad-gateway': {
    status: 502,
    type: 'text/html',
    body: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
  },
  'truncated-json': { status: 200, body: '{"d": {"results": [{"id": 20, "email": "billing@acme-le' },
  'content-type': { status: 200, type: 'text/html; charset=utf-8', body: '<html>Sign in</html>' },
  'other-json': { status: 200, body: { hello: 'world' } },
};

/** Carries a fault out. */
export function misbehave(
  response: ServerResponse,
  fault: LoanProFault,
  authorization: string | undefined,
): void {
  const { socket } = response;
  if (typeof fault === 'object') {
    if ('redirect' in fault) response.writeHead(302, { Location: fault.redirect }).end();
    else {
      const headers = fault.tooMany === undefined ? {} : { 'Retry-After': fault.tooMany };
      reply(response, { status: 429, body: { message: 'Too Many Requests' }, headers });
    }
    return;
  }
  const canned = CANNED[fault];
  if (canned) {
    reply(response, canned);
    return;
  }
  const good = { 'Content-Type': 'application/json' };
  switch (fault) {
    case 'stall':
      return;
    case 'stall-in-body':
      response.writeHead(200, good).write('{"d": ');
      return;
    case 'drip': {
      response.writeHead(200, good).write('{');
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
      return;
    }
    case 'cut-off':
      response
        .writeHead(200, { ...good, 'Content-Length': '5000' })
        .write('{"d": {', () => socket?.destroy());
      return;
    case 'reset':
      socket?.resetAndDestroy();
      return;
    case 'huge': {
      response.writeHead(200, good);
      const piece = Buffer.alloc(1_000_000, ' ');
      let left = 50;
      const more = () => {
        while (left-- > 0) if (!response.write(piece)) return;
        response.end('{"d": {}}');
      };
      response.on('drain', more);
      more();
      return;
    }
    case 'echo':
      reply(response, { status: 409, body: odata(`No tenant for ${authorization}\u001b[31m`, 409) });
  }
}

function reply(response: ServerResponse, { status, body, type = 'application/json', headers }: Canned): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'Content-Type': type, ...headers }).end(text);
}
