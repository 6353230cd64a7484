import {
  buttonDark,
  cardDark,
  createTheme,
  dialogDark,
  drawerDark,
  dropdownDark,
  inputDark,
  inputNumberDark,
  messageDark,
  popoverDark,
  selectDark,
  switchDark,
  tagDark,
  type GlobalThemeOverrides,
} from 'naive-ui';

/** Only the parts we use: the whole dark theme is larger than the rest of Naive UI. */
export const DARK_THEME = createTheme([
  buttonDark,
  cardDark,
  dialogDark,
  drawerDark,
  dropdownDark,
  inputDark,
  inputNumberDark,
  messageDark,
  popoverDark,
  selectDark,
  switchDark,
  tagDark,
]);

/** What Naive UI needs as real colours; theme.test.ts keeps it equal to styles/tokens.css. */
export interface Tokens {
  accent: string;
  'accent-hover': string;
  'on-accent': string;
  'accent-soft': string;
  'accent-text': string;
  page: string;
  panel: string;
  raised: string;
  sunk: string;
  strong: string;
  text: string;
  muted: string;
  border: string;
  'border-strong': string;
  soon: string;
  late: string;
  'late-text': string;
  'late-soft': string;
  break: string;
  'switch-off': string;
}

export const LIGHT: Tokens = {
  accent: '#1b7f5c',
  'accent-hover': '#166b4d',
  'on-accent': '#ffffff',
  'accent-soft': '#e7f3ee',
  'accent-text': '#166b4d',
  page: '#f6f7f8',
  panel: '#ffffff',
  raised: '#ffffff',
  sunk: '#f1f3f4',
  strong: '#14171a',
  text: '#343a40',
  muted: '#6b737b',
  border: '#e4e7ea',
  'border-strong': '#cfd4d9',
  soon: '#b7791f',
  late: '#c53030',
  'late-text': '#b42727',
  'late-soft': '#fdeeee',
  break: '#6c7ae0',
  'switch-off': '#8c949c',
};

export const DARK: Tokens = {
  accent: '#3db48a',
  'accent-hover': '#55c29b',
  'on-accent': '#08150f',
  'accent-soft': '#1a2c26',
  'accent-text': '#55c29b',
  page: '#111315',
  panel: '#17191c',
  raised: '#1e2124',
  sunk: '#1e2124',
  strong: '#f2f4f5',
  text: '#d3d7da',
  muted: '#8e969d',
  border: '#2a2e33',
  'border-strong': '#3a4047',
  soon: '#e0a94a',
  late: '#f07171',
  'late-text': '#f07171',
  'late-soft': '#331d1e',
  break: '#8490ea',
  'switch-off': '#6b737b',
};

const FONT = `-apple-system, BlinkMacSystemFont, 'SF Pro Text', 'Segoe UI', Inter, Roboto, 'Noto Sans', 'Liberation Sans', Arial, 'PingFang SC', 'Noto Sans SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif`;

export function overrides(dark: boolean): GlobalThemeOverrides {
  const token = dark ? DARK : LIGHT;
  const shadow = dark
    ? '0 0 0 1px #32373d, 0 12px 32px rgba(0,0,0,.5)'
    : '0 0 0 1px rgba(20,23,26,.06), 0 2px 4px rgba(20,23,26,.04), 0 12px 32px rgba(20,23,26,.14)';
  return {
    common: {
      primaryColor: token.accent,
      primaryColorHover: token['accent-hover'],
      primaryColorPressed: token['accent-hover'],
      primaryColorSuppl: token.accent,
      successColor: token.accent,
      warningColor: token.soon,
      errorColor: token.late,
      errorColorHover: token['late-text'],
      errorColorPressed: token['late-text'],
      infoColor: token.break,
      bodyColor: token.page,
      cardColor: token.panel,
      modalColor: token.raised,
      popoverColor: token.raised,
      tableColor: token.panel,
      inputColor: token.panel,
      actionColor: token.sunk,
      hoverColor: token.sunk,
      borderColor: token['border-strong'],
      dividerColor: token.border,
      textColorBase: token.strong,
      textColor1: token.strong,
      textColor2: token.text,
      textColor3: token.muted,
      placeholderColor: token.muted,
      borderRadius: '6px',
      borderRadiusSmall: '4px',
      fontFamily: FONT,
      fontSize: '14px',
      fontSizeMedium: '14px',
      fontSizeSmall: '14px',
      heightSmall: '28px',
      heightMedium: '32px',
      boxShadow1: shadow,
      boxShadow2: shadow,
      boxShadow3: shadow,
      cubicBezierEaseInOut: 'cubic-bezier(.4,0,.2,1)',
    },
    Button: {
      fontWeight: '500',
      textColor: token.strong,
      border: `1px solid ${token.border}`,
      color: token.panel,
      textColorPrimary: token['on-accent'],
      textColorHoverPrimary: token['on-accent'],
      textColorPressedPrimary: token['on-accent'],
      textColorFocusPrimary: token['on-accent'],
      textColorDisabledPrimary: token['on-accent'],
      paddingMedium: '0 12px',
      paddingSmall: '0 8px',
    },
    Input: { boxShadowFocus: `0 0 0 1px ${token.accent}`, border: `1px solid ${token['border-strong']}` },
    Select: { peers: { InternalSelection: { border: `1px solid ${token['border-strong']}` } } },
    Switch: { railColor: token['switch-off'], railColorActive: token.accent, railHeightSmall: '20px' },
    Dropdown: { optionHeightMedium: '32px', padding: '4px', optionColorHover: token.sunk },
    Tooltip: { padding: '4px 8px', borderRadius: '4px' },
    Popover: { padding: '0', borderRadius: '8px' },
    Dialog: { borderRadius: '8px', iconSize: '20px', titleFontSize: '16px' },
    Card: { borderRadius: '8px', titleFontSizeMedium: '16px', titleFontWeight: '600' },
  };
}
