//! Invites to sign a group of documents inside another application.

use async_graphql::{Context, Enum, ID, InputObject, Object};

use super::arguments::{addresses, order};
use super::casting::{Cast, RoleWording};
use super::field::MOST_SIGNERS;
use super::ground::{OWNER_SIGNS, Plan, upon};
use super::group_ground::GroupGround;
use super::signer::EmbeddedSignerInput;
use crate::graph::field::Field;
use crate::graph::id::GlobalId;
use crate::graph::mutations::check::Check;
use crate::graph::mutations::input::input;
use crate::graph::mutations::payload::payload;
use crate::graph::mutations::run::mutate;
use crate::graph::mutations::user_error::UserErrorCode::*;
use crate::graph::types::DocumentGroup;
use crate::signnow::v2::{
    CreateGroupEmbeddedInvites, DeleteGroupEmbeddedInvites, GroupSigner, GroupStep, GroupTask, SigningAction,
};
use crate::signnow::{DocumentGroupId, GroupInviteId};

/// More steps than anyone takes, and more documents than a group has.
const MOST_STEPS: usize = 250;

/// What a signer does with a document.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
enum GroupSigningAction {
    /// They sign in a role.
    Sign,
    /// They look at it.
    View,
}

/// What is asked of a signer about one document of the group.
#[derive(InputObject)]
struct GroupTaskInput {
    /// The document: its global id, or signNow's own.
    document_id: ID,
    /// To do what.
    action: GroupSigningAction,
    /// To sign: the role, by its name. Every role of every document needs one signer.
    role: Option<String>,
    /// To sign: the role, by signNow's id for it.
    role_id: Option<String>,
}

/// One signer of a step.
#[derive(InputObject)]
struct GroupSignerInput {
    #[graphql(flatten)]
    signer: EmbeddedSignerInput,
    /// What they are asked for, each document once.
    documents: Vec<GroupTaskInput>,
}

/// What happens at the same time.
#[derive(InputObject)]
struct GroupStepInput {
    /// Its place, from 1; the next step begins when all signers of this one are done.
    order: i32,
    /// Whose turn it is; no address twice. A later step may ask the same signer again.
    signers: Vec<GroupSignerInput>,
}

/// People to sign the documents of a group inside another application.
#[derive(InputObject)]
struct CreateGroupEmbeddedInvitesInput {
    /// The group: its global id, or signNow's own.
    document_group_id: ID,
    /// What happens one after the other.
    steps: Vec<GroupStepInput>,
    /// Whether a signer opens all documents in one session.
    sign_as_merged: bool,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

/// The command, and its roles by step, signer and document.
struct GroupInvites {
    roles: Vec<Vec<Vec<Option<RoleWording>>>>,
    command: CreateGroupEmbeddedInvites,
}

input! { CreateGroupEmbeddedInvitesInput => GroupInvites, |input, check| {
    let group = check.document_group("documentGroupId", &input.document_group_id);
    check.once("steps", "order", input.steps.iter().map(|step| Some(step.order)));
    let steps = check.length("steps", input.steps, 1..=MOST_STEPS);
    let steps = steps.and_then(|steps| check.each("steps", steps, |check, step| step.check(check)));
    let (roles, steps) = steps?.into_iter().unzip();
    let sign_as_merged = input.sign_as_merged;
    Some(GroupInvites { roles, command: CreateGroupEmbeddedInvites { group: group?, steps, sign_as_merged } })
} }

impl GroupStepInput {
    fn check(self, check: &mut Check) -> Option<(Vec<Vec<Option<RoleWording>>>, GroupStep)> {
        let order = order(check, "order", self.order);
        let emails = self.signers.iter().map(|signer| signer.signer.email.as_str());
        check.once("signers", "email", addresses(emails));
        let signers = check.length("signers", self.signers, 1..=MOST_SIGNERS);
        let signers = signers.and_then(|it| check.each("signers", it, |check, it| it.check(check)));
        let (roles, signers) = signers?.into_iter().unzip();
        Some((roles, GroupStep { order: order?, signers }))
    }
}

impl GroupSignerInput {
    fn check(self, check: &mut Check) -> Option<(Vec<Option<RoleWording>>, GroupSigner)> {
        let signer = self.signer.check(check);
        let tasks = check.length("documents", self.documents, 1..=MOST_STEPS);
        let documents = tasks.iter().flatten().map(|task| GlobalId::document("", &task.document_id).ok());
        check.once("documents", "documentId", documents);
        let tasks = tasks.and_then(|tasks| check.each("documents", tasks, |check, it| it.check(check)));
        let (roles, tasks) = tasks?.into_iter().unzip();
        Some((roles, GroupSigner { signer: signer?, tasks }))
    }
}

impl GroupTaskInput {
    fn check(self, check: &mut Check) -> Option<(Option<RoleWording>, GroupTask)> {
        let document = check.document("documentId", &self.document_id);
        let (role, action) = match self.action {
            GroupSigningAction::Sign => {
                let role = RoleWording::read(check, self.role, self.role_id)?;
                let action = SigningAction::Sign(role.role());
                (Some(role), action)
            }
            GroupSigningAction::View => {
                self.has_no_role(check);
                (None, SigningAction::View)
            }
        };
        Some((role, GroupTask { document: document?, action }))
    }

    fn has_no_role(&self, check: &mut Check) {
        for (argument, given) in [("role", &self.role), ("roleId", &self.role_id)] {
            if given.is_some() {
                check.note(argument, Invalid, "Roles are for those who SIGN; who looks on has none.");
            }
        }
    }
}

impl Plan for GroupInvites {
    type Ground = GroupGround;

    fn ground(&self) -> &DocumentGroupId {
        &self.command.group
    }

    fn check(&self, ground: &GroupGround, check: &mut Check) {
        ground.takes_invites(check);
        let mut casts: Vec<_> = ground.documents.iter().map(|_| Cast::default()).collect();
        for (index, (step, roles)) in self.command.steps.iter().zip(&self.roles).enumerate() {
            check.item("steps", index, |check| {
                for (index, (signer, roles)) in step.signers.iter().zip(roles).enumerate() {
                    check.item("signers", index, |check| fit(signer, roles, ground, &mut casts, check));
                }
            });
        }
        for (document, cast) in ground.documents.iter().zip(&casts) {
            cast.is_full(document, "steps", check);
        }
    }
}

/// Holds one signer against the group, and notes in `casts` which roles of which documents they play.
fn fit(
    signer: &GroupSigner,
    roles: &[Option<RoleWording>],
    ground: &GroupGround,
    casts: &mut [Cast],
    check: &mut Check,
) {
    if ground.is_owners(&signer.signer.email) {
        check.note("email", OwnerIsSigner, OWNER_SIGNS);
    }
    for (index, (task, role)) in signer.tasks.iter().zip(roles).enumerate() {
        check.item("documents", index, |check| {
            let Some(place) = ground.documents.iter().position(|document| document.id == task.document)
            else {
                return check.note("documentId", DocumentNotFound, "The group has no such document.");
            };
            if let Some(role) = role {
                casts[place].give(role, &ground.documents[place], check);
            }
        });
    }
}

/// The embedded invite of a group that is to be taken back.
#[derive(InputObject)]
struct DeleteGroupEmbeddedInvitesInput {
    /// The group: its global id, or signNow's own.
    document_group_id: ID,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { DeleteGroupEmbeddedInvitesInput => DeleteGroupEmbeddedInvites, |input, check| {
    let group = check.document_group("documentGroupId", &input.document_group_id)?;
    Some(DeleteGroupEmbeddedInvites { group })
} }

impl Plan for DeleteGroupEmbeddedInvites {
    type Ground = GroupGround;

    fn ground(&self) -> &DocumentGroupId {
        &self.group
    }

    fn check(&self, ground: &GroupGround, check: &mut Check) {
        let mut invites = ground
            .documents
            .iter()
            .flat_map(|document| document.field_invites.iter().chain(&document.viewer_invites));
        if !invites.any(|invite| invite.is_embedded && invite.status.is_open()) {
            check.note("documentGroupId", InviteNotFound, "The group has no embedded invite that waits.");
        }
    }
}

payload! {
    /// What became of inviting people to sign a group of documents inside another application.
    CreateGroupEmbeddedInvitesPayload((DocumentGroupId, Option<GroupInviteId>)) {
        /// signNow's id of the new invite, which is one for the whole group; links are made for it.
        invite_id: String = |_loaders, place| Ok(place.1.as_ref().map(|id| id.as_str().to_owned()));
        /// The group, whose documents have their parts of the invite.
        document_group: DocumentGroup = |loaders, place| {
            Ok(Some(DocumentGroup::read(loaders, &place.0).await?))
        };
    }
}

payload! {
    /// What became of taking the embedded invite of a group back.
    DeleteGroupEmbeddedInvitesPayload(DocumentGroupId) {
        /// The group. Signatures stay on its documents.
        document_group: DocumentGroup = |loaders, id| Ok(Some(DocumentGroup::read(loaders, id).await?));
    }
}

#[derive(Default)]
pub(super) struct GroupInviteMutations;

#[Object]
impl GroupInviteMutations {
    /// Invites people to sign the documents of a group inside another application. Nobody gets a mail; make a link for each
    /// signer when it is their turn.
    async fn create_group_embedded_invites(
        &self,
        context: &Context<'_>,
        input: CreateGroupEmbeddedInvitesInput,
    ) -> Field<CreateGroupEmbeddedInvitesPayload> {
        mutate(context, input, |plan, desk| {
            upon(desk, plan, |plan: GroupInvites, ground, desk| async move {
                let group = plan.command.group.clone();
                let made = |id: Option<&GroupInviteId>| Some((group, id.cloned()));
                desk.carry_out(ground.inviting(plan.command), made).await
            })
        })
        .await
    }

    /// Takes back what was not signed of a group's embedded invite. Its links end.
    async fn delete_group_embedded_invites(
        &self,
        context: &Context<'_>,
        input: DeleteGroupEmbeddedInvitesInput,
    ) -> Field<DeleteGroupEmbeddedInvitesPayload> {
        mutate(context, input, |plan, desk| {
            upon(desk, plan, |delete: DeleteGroupEmbeddedInvites, ground, desk| async move {
                let group = delete.group.clone();
                desk.carry_out(ground.inviting(delete), |_| Some(group)).await
            })
        })
        .await
    }
}
