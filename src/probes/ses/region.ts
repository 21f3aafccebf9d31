import { nearest } from '../../account/nearest.js';

// https://docs.aws.amazon.com/general/latest/gr/ses.html. Only to suggest what was meant: a new one is asked all the same.
const REGIONS = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'us-gov-east-1',
  'us-gov-west-1',
  'af-south-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-south-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-5',
  'ca-central-1',
  'ca-west-1',
  'eu-central-1',
  'eu-central-2',
  'eu-north-1',
  'eu-south-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'sa-east-1',
];

/** Its name is there whichever Region is asked: it tells a Region that does not exist from a resolver that fails. */
export const OLDEST_REGION = 'us-east-1';

/** It is written as Regions are. Anything else never becomes part of a host name. */
export function isRegion(text: string): boolean {
  return text.length <= 30 && /^[a-z]{2}(-[a-z]+){1,3}-\d{1,2}$/.test(text);
}

/** The endpoint of Amazon SES in a Region. */
export function hostOf(region: string): string {
  return `email.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

/** The Region that was probably meant. */
export function nearestRegion(text: string): string | undefined {
  return nearest(text.trim(), REGIONS).find((region) => region !== text);
}
