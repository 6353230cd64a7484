/** The token of a set-up link, of whatever part of the link somebody pasted. */
export const tokenOf = (pasted: string): string => pasted.slice(pasted.lastIndexOf('#') + 1).trim();
