/** Cuts after so many UTF-16 units, which is what chats may count, never through an emoji, and says so with an ellipsis. */
export function within(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let cut = '';
  for (const point of text) {
    if (cut.length + point.length >= limit) break;
    cut += point;
  }
  return `${cut}…`;
}
