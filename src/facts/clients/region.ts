import {quiet} from './credentials.ts';

/** The Region that the AWS config file gives for a profile; undefined where it gives none. */
export async function regionOfProfile(profile: string | undefined): Promise<string | undefined> {
  // EKS's client is needed by every run that reaches AWS, so loading it for this costs nothing.
  const {EKSClient} = await import('./sdk/eks.ts');
  const client = new EKSClient({logger: quiet, ...(profile === undefined ? {} : {profile})});
  try {
    return await client.config.region();
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}
