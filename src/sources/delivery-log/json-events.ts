import { valueAt } from '../../account/pointer.js';
import type { Reading } from './log-event.js';
import { sendGridEvent } from './sendgrid.js';
import { sesEvents } from './ses.js';

const MOST_WRAPPINGS = 3;

/** The events in the text of a JSON object, by whichever provider's form it has. */
export function eventsOfJson(text: string): Reading {
  const value = parsed(text);
  return value && eventsOf(value, MOST_WRAPPINGS);
}

function eventsOf(value: object, wrappings: number): Reading {
  const read = sendGridEvent(value) ?? sesEvents(value);
  if (read || wrappings === 0) return read;
  const { value: message } = valueAt(value, ['Message']);
  if (typeof message === 'string') {
    const inner = parsed(message);
    if (inner) return eventsOf(inner, wrappings - 1);
    // Amazon SNS also sends texts of its own: to confirm a subscription, or to try out a topic.
    // Source: https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
    const { value: type } = valueAt(value, ['Type']);
    return typeof type === 'string' && !/^\s*\{/.test(message) ? [] : undefined;
  }
  // Source: https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-ses.html
  const { value: detail } = valueAt(value, ['detail']);
  const isFromSes = valueAt(value, ['source']).value === 'aws.ses';
  return isFromSes && typeof detail === 'object' && detail !== null
    ? eventsOf(detail, wrappings - 1)
    : undefined;
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
