import { isIPv6, type LookupFunction } from 'node:net';
import { mayContact } from '../guard.js';
import { type Lookup, resolveHost } from '../resolve-host.js';

/** `code` of the error for a name whose addresses may not be contacted. */
export const NOT_ALLOWED = 'MAILCHECK_ADDRESS_NOT_ALLOWED';

/** Finds the addresses of a name for a connection, leaving out those that may not be contacted. */
export function guardedLookup(find: Lookup, allowPrivate: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolveHost(hostname, find).then(
      (found) => {
        const addresses = found
          .filter((address) => mayContact(address, allowPrivate))
          .map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
        const [first] = addresses;
        if (first === undefined) {
          callback(Object.assign(new Error('address not allowed'), { code: NOT_ALLOWED }), '');
        } else if (options.all) {
          callback(null, addresses);
        } else {
          callback(null, first.address, first.family);
        }
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };
}
