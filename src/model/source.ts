import type {Fact} from './fact.ts';
import type {FactId, FactMap} from './facts.ts';
import type {Subject} from './kubernetes.ts';

/** Where facts come from: the live cluster, a bundle, a manifest over one of these. Never throws for the world's failures. */
export interface Source {
  /** The answer to one question about one subject. Asking twice costs nothing: answers are kept. */
  ask<K extends FactId>(fact: K, subject: Subject): Promise<Fact<FactMap[K]>>;
}
