//! What an account is connected with: other services, storage, payments; and what signNow says about it.

use async_graphql::Object;

use crate::signnow::v1;

pub(in crate::graph) struct ConnectedServices<'a>(pub(super) &'a v1::ConnectedServices);

/// Services an account is connected with.
#[Object]
impl ConnectedServices<'_> {
    /// Google.
    async fn google(&self) -> bool {
        self.0.google
    }

    /// Facebook.
    async fn facebook(&self) -> bool {
        self.0.facebook
    }

    /// Microsoft.
    async fn microsoft(&self) -> bool {
        self.0.microsoft
    }

    /// Atticus, a legal document service.
    async fn atticus(&self) -> bool {
        self.0.atticus
    }

    /// Salesforce.
    async fn salesforce(&self) -> bool {
        self.0.salesforce
    }

    /// A cloud storage to export to.
    async fn cloud_export(&self) -> bool {
        self.0.cloud_export
    }

    /// Whether the connection to that storage no longer works.
    async fn is_cloud_export_broken(&self) -> bool {
        self.0.cloud_export_is_broken
    }

    /// A storage that receives copies.
    async fn copy(&self) -> bool {
        self.0.copy
    }

    /// Whether the connection to that storage no longer works.
    async fn is_copy_broken(&self) -> bool {
        self.0.copy_is_broken
    }
}

pub(in crate::graph) struct CloudExportAccount<'a>(pub(super) &'a v1::CloudExportAccount);

/// Where documents are exported to.
#[Object]
impl CloudExportAccount<'_> {
    /// The account there.
    async fn username(&self) -> Option<&str> {
        self.0.username.as_deref()
    }

    /// The service.
    async fn service_name(&self) -> Option<&str> {
        self.0.service_name.as_deref().or(self.0.short_service_name.as_deref())
    }
}

pub(in crate::graph) struct MerchantAccount<'a>(pub(super) &'a v1::MerchantAccount);

/// An account that takes payments.
#[Object]
impl MerchantAccount<'_> {
    /// signNow's id of the account.
    async fn merchant_account_id(&self) -> Option<&str> {
        self.0.id.as_deref()
    }

    /// Its name.
    async fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// The service that takes the payments.
    async fn kind(&self) -> Option<&str> {
        self.0.kind.as_deref()
    }

    /// For whom it takes them, in signNow's words.
    async fn scope(&self) -> Option<&str> {
        self.0.scope.as_deref()
    }

    /// The currency it takes.
    async fn currency(&self) -> Option<&str> {
        self.0.currency.as_deref()
    }

    /// The currencies it can take.
    async fn currencies(&self) -> &[String] {
        &self.0.currencies
    }
}

pub(in crate::graph) struct IssueNotification<'a>(pub(super) &'a v1::IssueNotification);

/// What signNow wants a user to know.
#[Object]
impl IssueNotification<'_> {
    /// In a few words.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// In full.
    async fn description(&self) -> &str {
        &self.0.description
    }
}
