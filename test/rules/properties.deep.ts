import { ruleProperties } from './rule-properties.js';

ruleProperties({ texts: 1_000_000, programs: 100_000, rules: 50_000 });
