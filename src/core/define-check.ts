// The package's one entry for programs: what checks of one's own are made with, which --plugin loads.
export type { Path } from '../account/pointer.js';
export {
  type Check,
  defineCheck,
  type Fix,
  type Outcome,
  type OutcomeSpec,
  type Said,
} from './check.js';
export type { Facts, Slice, View } from './facts.js';
