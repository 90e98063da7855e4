/** One picture per category of incident, on a 48 px grid: an outline and a filled part. */
export interface Picture {
  readonly line: string
  readonly fill: string
}

export const CATEGORY_ICONS: Readonly<Record<string, Picture>> = {
  black_water: {
    line: 'M24 5c6 8 11 13.5 11 20a11 11 0 0 1-22 0C13 18.5 18 13 24 5Z',
    fill: 'M14.5 26c3-2.5 6-2.5 9.5 0s6.5 2.5 9.5 0A9.5 9.5 0 0 1 24 35a9.5 9.5 0 0 1-9.5-9ZM6 41h36v2.5H6Z',
  },
  outfall: {
    line: 'M5 11h15v14H5Zm15-3h6v20h-6ZM5 15h15M26 18c6 0 9 5 9 12',
    fill: 'M6 37c4-3 8-3 12 0s8 3 12 0 8-3 12 0v6H6Zm26.5-7h5v3h-5Z',
  },
  waste_gas: {
    line: 'M8 43V27l9 5v-5l9 5v-5l9 5v11ZM12 27l1-13h5l.7 14',
    fill: 'M19 12a4 4 0 0 1 4.5-5 5.5 5.5 0 0 1 10-.5A4.5 4.5 0 0 1 40 11a4 4 0 0 1-3 4H23a3.5 3.5 0 0 1-4-3Z',
  },
  dust: {
    line: 'M4 41h40M7 41l10-17 7 10 5-7 12 14M6 17h14M12 11h20M27 18h15M33 11h7',
    fill: 'M10 41l7-11.5L24 39l5-6 8 8Z',
  },
  open_burning: {
    line: 'M24 5c2 7 11 10 11 21a11 11 0 0 1-22 0c0-5 3-8 5-12 1 3 2 4 4 5 1-5 0-9 2-14ZM7 43l34-5M7 38l34 5',
    fill: 'M24 21c1 4 5 5 5 9a5 5 0 0 1-10 0c0-4 4-5 5-9Z',
  },
  solid_waste: {
    line: 'M12 14h24l-2.5 28h-19ZM9 14h30M19 14l1-5h8l1 5M20 20l1 16m7-16-1 16',
    fill: 'M3 42c1-4 4-6 7-5l.5 5Zm42 0c-1-4-4-6-7-5l-.5 5Z',
  },
  noise: {
    line: 'M8 19h8l11-9v28l-11-9H8ZM33 18c3.5 3.5 3.5 8.5 0 12m5-17c6.5 6.5 6.5 15.5 0 22',
    fill: 'M8 19h8v10H8Z',
  },
  sea_drift: {
    line: 'M19 6h6v5l3 4v10H16V15l3-4ZM16 19h12M34 14l6 11H29M5 43c4-3 8-3 12 0s8 3 12 0 8-3 14 0',
    fill: 'M5 34c4-4 8-4 12-1s8 3 12 0 8-3 14 1v3c-6-4-10-4-14-1s-8 3-12 0-8-3-12 1Z',
  },
}

/** For a category this version does not know yet. */
export const UNKNOWN_CATEGORY: Picture = {
  line: 'M24 6 4 42h40ZM24 19v11',
  fill: 'M22.5 34h3v3h-3Z',
}
