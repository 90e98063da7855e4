/** Parts of Element Plus whose own types do not survive `exactOptionalPropertyTypes`, with the props we use. */
import { ElConfigProvider, ElOption, ElSelect } from 'element-plus'
import type { Language } from 'element-plus/es/locale'
import type { DefineSetupFnComponent } from 'vue'

type Chosen = string | string[]

interface SelectProps {
  modelValue: Chosen
  'onUpdate:modelValue'?: (value: Chosen) => void
  id?: string
  ariaLabel?: string
  filterable?: boolean
  multiple?: boolean
  remote?: boolean
  remoteMethod?: (words: string) => unknown
  loading?: boolean
  placeholder?: string
  noDataText?: string
}

interface OptionProps {
  value: string
  label: string
}

interface ProviderProps {
  locale: Language
}

export const SelectBox = ElSelect as unknown as DefineSetupFnComponent<SelectProps>
export const SelectOption = ElOption as unknown as DefineSetupFnComponent<OptionProps>
export const LocaleProvider = ElConfigProvider as unknown as DefineSetupFnComponent<ProviderProps>
