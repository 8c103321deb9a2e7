/** What differs between the partitions of AWS, by the beginning of the Region's name. */
const PARTITIONS: readonly {readonly prefix: string; readonly partition: string; readonly suffix: string}[] = [
  {prefix: 'cn-', partition: 'aws-cn', suffix: 'amazonaws.com.cn'},
  {prefix: 'us-gov-', partition: 'aws-us-gov', suffix: 'amazonaws.com'},
  {prefix: 'us-iso-', partition: 'aws-iso', suffix: 'c2s.ic.gov'},
  {prefix: 'us-isob-', partition: 'aws-iso-b', suffix: 'sc2s.sgov.gov'},
  {prefix: 'eusc-', partition: 'aws-eusc', suffix: 'amazonaws.eu'},
];

const REGION = /^[a-z]{2,4}(?:-[a-z]{2,12}){1,2}-\d{1,2}$/;

/** Whether a word has the form of a Region's name: `eu-central-1`, `us-gov-west-1`. */
export function isRegion(word: string): boolean {
  return word.length <= 32 && REGION.test(word);
}

/** `aws | aws-cn | aws-us-gov | …`, from the Region's name. */
export function partitionOf(region: string): string {
  return PARTITIONS.find((p) => region.startsWith(p.prefix))?.partition ?? 'aws';
}

/** Domain of the Region's service endpoints: `amazonaws.com`, in China `amazonaws.com.cn`. */
export function dnsSuffix(region: string): string {
  return PARTITIONS.find((p) => region.startsWith(p.prefix))?.suffix ?? 'amazonaws.com';
}
