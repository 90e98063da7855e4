/** What the phone asks of the server by the outbox, and the kind of thing each answer carries. */
export const OPERATION_KINDS = {
  'exhibit.register': 'exhibit',
  'incident.report': 'incident',
  'incident.handle_on_spot': 'incident',
  'patrol.start': 'patrol',
  'patrol.track': 'patrol',
  'patrol.check_in': 'patrol',
  'patrol.end': 'patrol',
  'task.accept': 'recheck_task',
  'task.complete': 'recheck_task',
  'message.read': 'message',
  'incident.edit': 'incident',
  'incident.settle': 'incident',
  'site.edit': 'site',
  'site.settle': 'site',
  'form.submit': 'form_answer',
} as const

export type OperationName = keyof typeof OPERATION_KINDS
