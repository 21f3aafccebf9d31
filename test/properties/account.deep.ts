import { accountProperties } from './account-properties.js';

accountProperties(5000);
