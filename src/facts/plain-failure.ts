/**
 * The world failed us, and the message already is the one sentence to show: a missing exec plugin, an unreadable
 * certificate file. Thrown inside the clients only; it leaves them as a `failed` fact.
 */
export class PlainFailure extends Error {
  override readonly name = 'PlainFailure';
}
