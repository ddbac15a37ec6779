/** A long id with its middle left out: `hmac_3f9a2c…81d0e4`. Shorter ones stay whole. */
export function shortenId(id: string, length = 24): string {
  const characters = [...id];
  if (characters.length <= length) return id;
  const tail = Math.floor(length / 3);
  return `${characters.slice(0, length - tail - 1).join("")}…${characters.slice(-tail).join("")}`;
}
