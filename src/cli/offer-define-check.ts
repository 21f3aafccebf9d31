import module from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** The name under which a check of one's own imports `defineCheck`. */
export const PACKAGE = 'loanpro-mailcheck';

/**
 * Lets plugins import `loanpro-mailcheck` where it is not installed beside them: from a checkout, a GitHub Action or
 * a global command. One that is installed there comes first.
 */
export function offerDefineCheck(): void {
  // In the bundle, which is CommonJS, this is the folder of the built files.
  const url = pathToFileURL(path.join(__dirname, 'define-check.mjs')).href;
  const hook = `export const resolve = async (name, context, next) => {
    try {
      return await next(name, context);
    } catch (error) {
      if (name !== ${JSON.stringify(PACKAGE)}) throw error;
      return { url: ${JSON.stringify(url)}, shortCircuit: true };
    }
  };`;
  module.register(`data:text/javascript,${encodeURIComponent(hook)}`);
}
