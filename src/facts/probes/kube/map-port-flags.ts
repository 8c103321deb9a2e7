import {strings} from './json.ts';

/** `--secure-port`, `-https-port`, `--web.listen-address`, `--metrics-bind-addr`, `--healthPort`. */
const PORT_FLAG =
  /^--?(?:[A-Za-z0-9._-]{0,60}[._-])?(?:port|addr|address|listen|bind)$|^--?[A-Za-z0-9]{1,60}(?:Port|Addr|Address)$/;
/** `10250`, `:10250`, `0.0.0.0:10250`, `[::]:10250`. Nothing else, so that no secret can be mistaken for one. */
const PORT_VALUE = /^(?:(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:]{0,39}\]|localhost|\*)?:)?\d{1,5}$/;
/** Arguments may hold a whole script; what comes after so many words sets no port that matters. */
const MOST_WORDS = 2_000;
const LONGEST_WORD = 160;

/**
 * The flags of a container's command and arguments that set a port, as `--flag=value` in their order. All else is left
 * behind, since arguments hold passwords.
 */
export function portFlags(container: unknown): readonly string[] {
  const words = [...strings(container, 'command'), ...strings(container, 'args')]
    .flatMap((word) => word.slice(0, 20_000).split(/\s/))
    .slice(0, MOST_WORDS);
  return words.flatMap((word, i) => {
    if (!word.startsWith('-') || word.length > LONGEST_WORD) return [];
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    const value = equals < 0 ? (words[i + 1] ?? '') : word.slice(equals + 1);
    return PORT_FLAG.test(name) && value.length <= LONGEST_WORD && PORT_VALUE.test(value) ? [`${name}=${value}`] : [];
  });
}
