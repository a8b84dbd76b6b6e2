import type { DeliveryState, HandoffEventKind } from '../../schema/index.js';

const events: Record<HandoffEventKind, string> = {
  opened: 'A case waits',
  claimed: 'Case taken',
  reassigned: 'Case taken over',
  released: 'Case back in the queue',
  customer_message: 'Customer wrote',
  person_message: 'Customer answered',
  note: 'Note',
  bot_output_dropped: 'Bot’s answer dropped',
  contact_left: 'Contact left',
  returned: 'Back to the bot',
  resolved: 'Case resolved',
  expired: 'Case expired',
  cancelled: 'Customer went back to the bot',
};

const states: Record<DeliveryState, string> = {
  dead: 'Given up',
  pending: 'On their way',
  delivered: 'Delivered',
};

/** Words of the page of deliveries, in English; `deliveries-fr.ts` has the same keys. */
export const deliveriesEn = {
  title: 'Deliveries',
  lead: 'What your other systems are told of handoffs: webhooks, Slack, helpdesks. What did not get through waits here to be sent again.',
  receivers: 'Receivers',
  active: 'Active',
  paused: (until: string) => `Paused until ${until}`,
  disabled: 'Disabled',
  enable: 'Enable',
  enabled: (name: string) => `${name} is told of events again. Send what it missed.`,
  states,
  events,
  tabs_label: 'Deliveries by state',
  attempts: (count: number) => (count === 1 ? '1 attempt' : `${count} attempts`),
  /** Why a delivery failed, from how it was noted. */
  fault: (noted: string): string => noted,
  next_attempt: 'Next attempt:',
  open_case: 'Open the case',
  resend: 'Send again',
  receiver_first: 'Enable the receiver first',
  resent: 'It is on its way again.',
  older: 'Older ones',
  no_receivers_title: 'Nobody is told of handoffs yet',
  no_receivers_text: 'Name a webhook, Slack or a helpdesk under handoff in plumbline.yaml.',
  empty: {
    dead: {
      title: 'Nothing was given up',
      text: 'A delivery that fails for 24 hours, or is refused, comes here.',
    },
    pending: {
      title: 'Nothing is on its way',
      text: 'What is tried again stands here with the time of its next attempt.',
    },
    delivered: {
      title: 'Nothing was delivered yet',
      text: 'The first handoff that your receivers are told of comes here.',
    },
  } satisfies Record<DeliveryState, { title: string; text: string }>,
};

/** One language's words of the page. */
export type DeliveriesTexts = typeof deliveriesEn;
