/** What an XML answer is written from. Undefined members are left out; a list repeats `itemTag` inside its element. */
export type XmlValue = string | number | boolean | undefined | readonly XmlValue[] | XmlRecord;
export interface XmlRecord {
  readonly [tag: string]: XmlValue;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

/** Characters that XML 1.0 cannot carry become U+FFFD, since AWS could not send them either. */
function escape(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"\r]/g, (c) => ENTITIES[c] ?? c);
}

/** One element. EC2 calls list members `item`, the query services `member`. */
export function element(tag: string, value: XmlValue, itemTag: string): string {
  if (value === undefined) return '';
  const body = content(value, itemTag);
  return body === '' ? `<${tag}/>` : `<${tag}>${body}</${tag}>`;
}

/** What stands inside an element. */
export function content(value: XmlValue, itemTag: string): string {
  if (value === undefined) return '';
  if (typeof value !== 'object') return escape(String(value));
  if (isList(value)) return value.map((v) => element(itemTag, v, itemTag)).join('');
  return Object.entries(value)
    .map(([tag, v]) => element(tag, v, itemTag))
    .join('');
}

function isList(value: readonly XmlValue[] | XmlRecord): value is readonly XmlValue[] {
  return Array.isArray(value);
}
