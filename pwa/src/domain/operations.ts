/** What the phone asks of the server by the outbox, and the kind of thing each answer carries. */
export const OPERATION_KINDS = {
  'exhibit.register': 'exhibit',
  'incident.report': 'incident',
} as const

export type OperationName = keyof typeof OPERATION_KINDS
