import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {nearest} from '../../domain/nearest.ts';
import {oneLine} from '../network-words.ts';
import {PlainFailure} from '../plain-failure.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Refuses a profile that no AWS file has, as the AWS CLI does. The SDK would go on to the next source instead, and on an
 * EC2 instance quietly answer as the instance's role.
 *
 * @throws PlainFailure with the nearest names.
 */
export function assertProfile(profile: string, env: Env): void {
  const names = profileNames(env);
  if (profile === 'default' || names.has(profile)) return;
  const near = nearest(profile, names).map((name) => oneLine(name, 100));
  const hint = near.length > 0 ? `did you mean ${near.join(', ')}?` : 'aws configure list-profiles';
  throw new PlainFailure(`there is no AWS profile ${oneLine(profile, 100)}: ${hint}`);
}

/** `[profile prod]` in the config file, `[prod]` in the credentials file. */
const SECTION = /^[ \t]*\[[ \t]*(?:profile[ \t]+)?["']?([^\]"'\n]{1,200}?)["']?[ \t]*\]/;

function profileNames(env: Env): ReadonlySet<string> {
  const home = env['HOME'] || env['USERPROFILE'] || '';
  const files = [
    env['AWS_CONFIG_FILE'] || join(home, '.aws', 'config'),
    env['AWS_SHARED_CREDENTIALS_FILE'] || join(home, '.aws', 'credentials'),
  ];
  const names = files.flatMap(lines).flatMap((line) => SECTION.exec(line)?.[1] ?? []);
  return new Set(names.filter((name) => !/^(?:sso-session|services|plugins)\b/.test(name)));
}

function lines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}
