import type {BlockPublicAccess} from '../model/aws.ts';
import type {EgressPath} from './egress.ts';

/** Whether an exclusion lets this way pass VPC Block Public Access: of the VPC, of the subnet, or of the NAT gateway's subnet. */
export const isExcluded = ({subnet, nat}: EgressPath, vpcId: string, {exclusions}: BlockPublicAccess): boolean =>
  exclusions.some(({resourceId}) => [vpcId, subnet.id, nat?.subnetId].includes(resourceId));

/** Whether Block Public Access leaves a way out as it is: it is off, blocks only what comes in, or makes an exception. */
export const isOpenToPublicAccessBlock = (path: EgressPath, vpcId: string, access: BlockPublicAccess): boolean =>
  access.mode !== 'block-bidirectional' || isExcluded(path, vpcId, access);
