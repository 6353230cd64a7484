import { encode } from 'uqr';

/** Modules of white around it, as the standard asks (ISO/IEC 18004, 6.3.8): without them phones find nothing. */
const QUIET = 4;

export interface QrCode {
  /** Width and height in modules, with the white around. */
  size: number;
  /** The dark modules as one SVG path. */
  path: string;
}

/** The QR code of `text`; level M stands a scratch or a logo's shadow on a printed sheet. */
export function qrCode(text: string): QrCode {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET });
  const path = data
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return { size, path };
}

/** A file for print: dark on white whatever the theme, sharp at any size. */
export function qrFile({ size, path }: QrCode): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="1024" height="1024" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${path}"/></svg>\n`
  );
}
