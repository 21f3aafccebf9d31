import { ruleProperties } from './rule-properties.js';

ruleProperties({ texts: 5000, programs: 2000, rules: 1000 });
