// EKS keeps the images of its add-ons in ECR registries of its own, one in each Region.
// https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html

/** The account of most Regions. */
const USUAL = '602401143452';
const USUAL_REGIONS = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];

/** Accounts of Regions that have one of their own. */
const OWN: ReadonlyMap<string, string> = new Map([
  ['af-south-1', '877085696533'],
  ['ap-east-1', '800184023465'],
  ['ap-east-2', '533267051163'],
  ['ap-south-2', '900889452093'],
  ['ap-southeast-3', '296578399912'],
  ['ap-southeast-4', '491585149902'],
  ['ap-southeast-5', '151610086707'],
  ['ap-southeast-6', '333609536671'],
  ['ap-southeast-7', '121268973566'],
  ['ca-west-1', '761377655185'],
  ['cn-north-1', '918309763551'],
  ['cn-northwest-1', '961992271922'],
  ['eu-central-2', '900612956339'],
  ['eu-south-1', '590381155156'],
  ['eu-south-2', '455263428931'],
  ['me-central-1', '759879836304'],
  ['me-south-1', '558608220178'],
]);

/** The account of EKS's registry in a Region; undefined for Regions that are not known here. */
export const eksRegistryAccount = (region: string): string | undefined =>
  OWN.get(region) ?? (USUAL_REGIONS.includes(region) ? USUAL : undefined);

/** Whether an account is one of those in which EKS keeps its images. */
export const isEksRegistry = (account: string): boolean => account === USUAL || [...OWN.values()].includes(account);

/** Host name of a private ECR registry. China's domain has an ending of its own. */
export const ecrHost = (account: string, region: string): string =>
  `${account}.dkr.ecr.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
