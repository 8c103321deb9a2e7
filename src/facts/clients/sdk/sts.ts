// The part of the SDK that is used, by name.
export {GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts';
