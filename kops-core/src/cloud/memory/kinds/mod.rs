//! The rules of AWS, a file for each family of kinds.

mod access;
mod autoscaling;
mod dns;
mod events;
mod firewall;
mod gateway;
mod launch_template;
mod leftover;
mod load_balancer;
mod routing;
mod storage;
mod vpc;

use super::api_error::{ApiError, ApiResult};
use super::id_generator::{IdGenerator, LoadBalancerKind};
use super::occupants::attachment_title;
use super::rules::{Operations, Rules, check_quota, operations, still_used, used_by};
use super::state::{Instance, State};
