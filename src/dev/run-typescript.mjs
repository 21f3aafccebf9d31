// Runs or imports a TypeScript file of the project, bundled as the command is.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Returns its exit code; what it prints goes where ours goes. */
export function runTypeScript(file, { env = process.env, args = [] } = {}) {
  return withBundle(file, async (outfile) => {
    const child = spawn(process.execPath, [outfile, ...args], {
      env,
      cwd: root,
      stdio: 'inherit',
      timeout: 120_000,
    });
    const [code] = await once(child, 'close');
    return code ?? 1;
  });
}

/** Returns what it exports. */
export function importTypeScript(file) {
  return withBundle(file, (outfile) => import(pathToFileURL(outfile).href));
}

async function withBundle(file, use) {
  // Beside the packages, which are loaded from where they are.
  const outfile = path.join(root, 'dist', `${path.basename(file, '.ts')}-${process.pid}.mjs`);
  try {
    await build({
      entryPoints: [path.join(root, file)],
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      outfile,
      logLevel: 'warning',
    });
    return await use(outfile);
  } finally {
    await rm(outfile, { force: true });
  }
}
