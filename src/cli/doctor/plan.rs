//! What the account's plan gives, as far as signNow tells its owner.

use chrono::Utc;

use super::finding::Report;
use crate::signnow::v1::{PremiumAccess, User};

pub(super) fn check(user: &User, report: &mut Report) {
    match &user.premium_access {
        None => report.warning(
            "plan",
            "signNow tells of no plan, and without one organizations cannot be managed; choose one at signNow",
        ),
        Some(access) => of_access(user, access, report),
    }
}

fn of_access(user: &User, access: &PremiumAccess, report: &mut Report) {
    let plan = access.plan.as_deref().unwrap_or("a plan without a name");
    let subscription = access.subscription.as_ref();
    let ends_at = subscription.and_then(|subscription| subscription.expires_at);
    let is_over = ends_at.is_some_and(|end| end < Utc::now());
    let seats = subscription.and_then(|subscription| subscription.seats.zip(subscription.used_seats));
    if !access.is_active || is_over {
        let since = ends_at.map(|end| format!(" since {}", end.date_naive())).unwrap_or_default();
        report.problem("plan", format!("{plan} is not in force{since}: renew it at signNow"));
    } else if access.is_trial {
        report.warning(
            "plan",
            format!("{plan} is a trial: at most five organizations, with fifty people each"),
        );
    } else if access.is_business {
        report.warning(
            "plan",
            format!("{plan} is a business plan, which manages no organizations: their lists and changes are refused"),
        );
    } else if let Some((seats, used)) = seats.filter(|(seats, used)| used >= seats) {
        report.warning(
            "plan",
            format!("{plan}: all seats are taken ({used} of {seats}), so nobody can be added"),
        );
    } else {
        let documents = user.monthly_document_count;
        report.ok("plan", format!("{plan} is in force; {documents} documents in this billing period"));
    }
}
