// The bundled file of the commands over a whole portfolio.
export { runMerge } from './merge.js';
export { runScan } from './scan.js';
