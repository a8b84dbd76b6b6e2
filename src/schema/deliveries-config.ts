import { z } from 'zod';

/** `handoff.deliveries`: how long deliveries to webhooks and helpdesks are kept once they ended. */
export const DeliveriesConfig = z.strictObject({
  delivered_days: z
    .int()
    .positive()
    .nullable()
    .default(30)
    .describe('Days that a delivery which arrived is kept and listed; then it is deleted. null: for ever.'),
  dead_days: z
    .int()
    .positive()
    .nullable()
    .default(365)
    .describe(
      'Days after it was given up that a delivery is kept and can be sent again; then it is deleted. null: for ever.',
    ),
});
export type DeliveriesConfig = z.infer<typeof DeliveriesConfig>;
