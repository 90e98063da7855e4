/** Compile-time promise: what the engine reads of the API is in the API's own description. */
import type { Basemap } from '@/domain/basemap'
import type {
  Category,
  Device,
  Exhibit,
  ExhibitDetail,
  Grid,
  Incident,
  Receipt,
  Session,
} from '@/domain/resources'

import type { components } from './schema'

type Schemas = components['schemas']
/** The names that we read and the API does not promise; anything but none fails to compile. */
type Unpromised<Ours, Theirs> = Exclude<keyof Ours, keyof Theirs>
type None<Names extends never> = Names

export type Promised = [
  None<Unpromised<Basemap, Schemas['Basemap']>>,
  None<Unpromised<Category, Schemas['Category']>>,
  None<Unpromised<Device, Schemas['Device']>>,
  None<Unpromised<Exhibit, Schemas['Exhibit']>>,
  None<Unpromised<ExhibitDetail, Schemas['ExhibitDetail']>>,
  None<Unpromised<Grid, Schemas['Grid']>>,
  None<Unpromised<Incident, Schemas['Incident']>>,
  None<Unpromised<Receipt, Schemas['Receipt']>>,
  None<Unpromised<Session, Schemas['Session']>>,
  None<Unpromised<Session['person'], Schemas['SignedInPerson']>>,
]
