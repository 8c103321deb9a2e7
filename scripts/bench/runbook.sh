#!/usr/bin/env bash
# The reads that an engineer would make by hand for a pod that hangs on Fargate, one after the other: what the doctor reads,
# no more. Takes the pod's name; cluster, Region and credentials come from the environment, as for the doctor.
set -euo pipefail
pod=$1 namespace=${2:-default}

context=$(kubectl config current-context)
cluster=${context##*/}

kubectl get pod "$pod" -n "$namespace" -o json
kubectl get events -n "$namespace" --field-selector "involvedObject.name=$pod" -o json
kubectl get nodes -o json
kubectl get serviceaccount default -n "$namespace" -o json || true
kubectl get configmap aws-auth -n kube-system -o json
kubectl get configmap coredns -n kube-system -o json
kubectl get deployment coredns -n kube-system -o json
kubectl get pods -n kube-system -l k8s-app=kube-dns -o json
kubectl get pods -A -l eks.amazonaws.com/fargate-profile -o json
kubectl get endpointslices -n kube-system -l kubernetes.io/service-name=kube-dns -o json
kubectl get mutatingwebhookconfigurations -o json
kubectl get namespace aws-observability -o json || true
kubectl get configmap aws-logging -n aws-observability -o json || true

aws sts get-caller-identity
vpc=$(aws eks describe-cluster --name "$cluster" --query cluster.resourcesVpcConfig.vpcId --output text)
for profile in $(aws eks list-fargate-profiles --cluster-name "$cluster" --query 'fargateProfileNames[]' --output text); do
  role=$(aws eks describe-fargate-profile --cluster-name "$cluster" --fargate-profile-name "$profile" \
    --query fargateProfile.podExecutionRoleArn --output text)
done
aws eks describe-addon --cluster-name "$cluster" --addon-name coredns
aws eks list-updates --name "$cluster"
aws eks list-access-entries --cluster-name "$cluster"
aws eks describe-access-entry --cluster-name "$cluster" --principal-arn "$role"
aws eks list-pod-identity-associations --cluster-name "$cluster"

name=${role##*/}
aws iam get-role --role-name "$name"
aws iam list-attached-role-policies --role-name "$name"
aws iam list-role-policies --role-name "$name"
aws iam get-role --role-name AWSServiceRoleForAmazonEKSForFargate

aws ec2 describe-vpcs --vpc-ids "$vpc"
aws ec2 describe-vpc-attribute --vpc-id "$vpc" --attribute enableDnsSupport
aws ec2 describe-vpc-attribute --vpc-id "$vpc" --attribute enableDnsHostnames
aws ec2 describe-subnets --filters "Name=vpc-id,Values=$vpc"
aws ec2 describe-route-tables --filters "Name=vpc-id,Values=$vpc"
aws ec2 describe-nat-gateways --filter "Name=vpc-id,Values=$vpc"
aws ec2 describe-internet-gateways --filters "Name=attachment.vpc-id,Values=$vpc"
aws ec2 describe-vpc-endpoints --filters "Name=vpc-id,Values=$vpc"
aws ec2 describe-security-groups --filters "Name=vpc-id,Values=$vpc"
aws ec2 describe-network-acls --filters "Name=vpc-id,Values=$vpc"
aws ec2 describe-dhcp-options
aws ec2 describe-availability-zones

aws service-quotas get-service-quota --service-code fargate --quota-code L-3032A538
