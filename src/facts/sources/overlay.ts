import {known} from '../../model/fact.ts';
import type {Source} from '../../model/source.ts';
import type {Connection} from '../connection.ts';
import type {Manifest} from '../manifest/collect.ts';
import {liveSource} from './live.ts';
import {manifestLayer, noKube, withPlanned} from './manifest.ts';
import {remember} from './remember.ts';

/**
 * The live cluster as it would be with a manifest in it: the manifest answers for its own objects, and all that is derived
 * from these (the profile that takes a pod, the claims that it names) is derived from what the manifest says.
 *
 * @param now The time of the diagnosis, RFC 3339.
 * @param offline Why there is no cluster to ask; absent where there is one.
 */
export function overlay(manifest: Manifest, connection: Connection, now: string, offline?: string): Source {
  const live = connection.kube.is === 'known' ? connection.kube.value : undefined;
  const below = live ?? (offline === undefined ? undefined : noKube(offline));
  const kube = below ? known(remember(withPlanned(below, manifest.objects))) : connection.kube;
  return liveSource({...connection, kube}, now, manifestLayer(manifest, offline !== undefined));
}
