/** Line icons on a 24 px grid, drawn here so that nothing is fetched and every one prints in one colour. */
export const ICONS = {
  home: 'M4 11 12 4l8 7M6 9.5V20h12V9.5M10 20v-6h4v6',
  tasks: 'M9 6h11M9 12h11M9 18h11M4 6l.8.8L6.5 5M4 12l.8.8 1.7-1.8M4 18l.8.8 1.7-1.8',
  map: 'M9 4 3 6.5V20l6-2.5 6 2.5 6-2.5V4l-6 2.5L9 4Zm0 0v13.5M15 6.5V20',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15L6 16Zm4 2a2 2 0 0 0 4 0',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 8c.6-4 3.7-6 8-6s7.4 2 8 6',
  camera: 'M4 8h3.5L9 5.5h6L16.5 8H20v11H4V8Zm8 8.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z',
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.5 10 17l9-10',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  phone: 'M7 3h10v18H7V3Zm4 15h2',
  upload: 'M12 16V5M7.5 9.5 12 5l4.5 4.5M5 19h14',
  inbox: 'M4 13l2.5-8h11L20 13v6H4v-6Zm0 0h5a3 3 0 0 0 6 0h5',
  seal: 'M12 3l7 2.5V11c0 4.5-2.8 8-7 10-4.2-2-7-5.5-7-10V5.5L12 3Zm-3.5 8.5 2.5 2.5 4.5-5',
  warn: 'M12 4 2.8 20h18.4L12 4Zm0 6v5m0 2.2v.3',
  refused: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.5 8.5l7 7m0-7-7 7',
  retry: 'M19 12a7 7 0 1 1-2-5l2 2m0-5v5h-5',
  torch: 'M8 3h8v4l-2 3v11h-4V10L8 7V3Zm4 9v2',
  folder: 'M3 6h6l2 2.5h10V19H3V6Z',
  pin: 'M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.5C5 14.8 12 21 12 21Zm0-9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  offline:
    'M4 4l16 16M9 5.6A12 12 0 0 1 21.5 9M2.5 9a13 13 0 0 1 3.6-2.3M6 13a8 8 0 0 1 5-2.4m3.4.5A8 8 0 0 1 18 13m-6 6v.3M9.3 16.5a4 4 0 0 1 5.4 0',
  online: 'M2.5 9a14 14 0 0 1 19 0M6 13a8.6 8.6 0 0 1 12 0m-8.7 3.5a4 4 0 0 1 5.4 0M12 19v.3',
  trash: 'M5 7h14M10 7V4.5h4V7M7 7l.8 13h8.4L17 7M10.5 11v5m3-5v5',
  key: 'M14 10a4 4 0 1 0-3.6 4L12 12.5h2V15h2.5v2.5H20v-3.4L14 10ZM8.5 8.5h.1',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-14v5l3.5 2',
  edit: 'M4 20l1-4.5L16 4.5l3.5 3.5-11 11L4 20Zm10-13.5L17.5 10',
} as const

export type IconName = keyof typeof ICONS
