import { ExportFolder } from '../loading.js';
import { interviewProperties } from './interview-properties.js';

interviewProperties(2000, new ExportFolder());
