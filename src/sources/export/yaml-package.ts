// The bundled file of what needs the `yaml` package: YAML that is not plain, its mistakes, its comments, writing it.
export { writeExport } from './write-export.js';
export { readAnyYaml } from './yaml-any.js';
export { ignoreComments } from './yaml-comments.js';
