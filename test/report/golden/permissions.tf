data "aws_iam_policy_document" "fargate_doctor" {
  statement {
    sid       = "FargateDoctorEc2"
    resources = ["*"]
    actions = [
      "ec2:DescribeSubnets",
    ]
  }

  statement {
    sid       = "FargateDoctorEks"
    resources = ["*"]
    actions = [
      "eks:DescribeCluster",
      "eks:ListFargateProfiles",
    ]
  }

  statement {
    sid       = "FargateDoctorIam"
    resources = ["*"]
    actions = [
      "iam:GetRole",
    ]
  }
}

resource "aws_iam_policy" "fargate_doctor" {
  name        = "fargate-doctor"
  description = "Reads what fargate-doctor needs for a full diagnosis"
  policy      = data.aws_iam_policy_document.fargate_doctor.json
}

resource "kubernetes_cluster_role_v1" "fargate_doctor" {
  metadata {
    name = "fargate-doctor"
  }

  rule {
    api_groups     = [""]
    resources      = ["configmaps"]
    resource_names = ["aws-logging"]
    verbs          = ["get"]
  }

  rule {
    api_groups = [""]
    resources  = ["events", "nodes"]
    verbs      = ["list"]
  }

  rule {
    api_groups     = [""]
    resources      = ["namespaces"]
    resource_names = ["aws-observability"]
    verbs          = ["get"]
  }

  rule {
    api_groups = [""]
    resources  = ["pods"]
    verbs      = ["get", "list"]
  }

  rule {
    api_groups = ["admissionregistration.k8s.io"]
    resources  = ["mutatingwebhookconfigurations"]
    verbs      = ["list"]
  }
}

resource "kubernetes_cluster_role_binding_v1" "fargate_doctor" {
  metadata {
    name = "fargate-doctor"
  }

  role_ref {
    api_group = "rbac.authorization.k8s.io"
    kind      = "ClusterRole"
    name      = kubernetes_cluster_role_v1.fargate_doctor.metadata[0].name
  }

  subject {
    api_group = "rbac.authorization.k8s.io"
    kind      = "Group"
    name      = "fargate-doctor"
  }
}

resource "kubernetes_role_v1" "fargate_doctor_kube_system" {
  metadata {
    name      = "fargate-doctor"
    namespace = "kube-system"
  }

  rule {
    api_groups     = [""]
    resources      = ["configmaps"]
    resource_names = ["aws-auth", "coredns"]
    verbs          = ["get"]
  }

  rule {
    api_groups     = ["apps"]
    resources      = ["deployments"]
    resource_names = ["coredns"]
    verbs          = ["get"]
  }
}

resource "kubernetes_role_binding_v1" "fargate_doctor_kube_system" {
  metadata {
    name      = "fargate-doctor"
    namespace = "kube-system"
  }

  role_ref {
    api_group = "rbac.authorization.k8s.io"
    kind      = "Role"
    name      = kubernetes_role_v1.fargate_doctor_kube_system.metadata[0].name
  }

  subject {
    api_group = "rbac.authorization.k8s.io"
    kind      = "Group"
    name      = "fargate-doctor"
  }
}
