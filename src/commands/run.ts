import type {ConnectOptions} from '../facts/connection.ts';

/** What a diagnosis needs of the run that it is part of. */
export interface Run {
  readonly options: ConnectOptions;
  readonly signal: AbortSignal;
  /** Set once the user has ended it: nothing is complained of then. */
  interrupted(): boolean;
}
