/** Every item of a paginated list. The client ends a list whose page tokens go in a circle. */
export async function everyItem<Page, Item>(
  pages: AsyncIterable<Page>,
  items: (page: Page) => readonly Item[] | undefined,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const page of pages) for (const item of items(page) ?? []) all.push(item);
  return all;
}
