//! What went wrong, as people and programs read it: RFC 9457, with a stable code that is also the text key.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;
use yingke_conversation::{ProfileRefused, Refused};
use yingke_routing::SettingsRefused;
use yingke_staff::PeopleRefused;
use yingke_store::{CommandError, StoreError};

use crate::files;

macro_rules! codes {
    ($($name:ident = $code:literal, $status:ident, $title:literal;)*) => {
        /// Every answer that is not success. The code is stable.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Code { $(#[doc = $title] $name),* }

        impl Code {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable code.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// The status it goes out with.
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status),* }
            }

            /// One sentence, in English; the interface has its own texts.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title),* }
            }
        }
    };
}

codes! {
    MalformedBody = "malformed_body", BAD_REQUEST, "The body is not the JSON this operation takes.";
    MalformedId = "malformed_id", BAD_REQUEST, "An id in the address is not a UUID.";
    MalformedQuery = "malformed_query", BAD_REQUEST, "A query parameter is not understood.";
    MalformedFrame = "malformed_frame", BAD_REQUEST, "The frame is not understood.";
    ConsentVoid = "consent_void", BAD_REQUEST, "This consent was not asked for by this sign-in, was used, or has expired.";
    SecondTenant = "second_tenant", BAD_REQUEST, "The workspace comes from the credential and cannot be named.";
    NotSignedIn = "not_signed_in", UNAUTHORIZED, "Sign in first.";
    SignInRefused = "sign_in_refused", UNAUTHORIZED, "Mail address and password do not belong together.";
    TokenRefused = "token_refused", UNAUTHORIZED, "The visitor token is missing, expired or not ours.";
    TicketRefused = "ticket_refused", UNAUTHORIZED, "The ticket is spent, expired or not ours.";
    NotPermitted = "not_permitted", FORBIDDEN, "Your role does not permit this.";
    ForeignOrigin = "foreign_origin", FORBIDDEN, "The request comes from another site.";
    SetupTokenWrong = "setup_token_wrong", FORBIDDEN, "The set-up link is not the one this server printed last.";
    IdentityRefused = "identity_refused", FORBIDDEN, "The visitor's identity is not signed with this inbox's secret.";
    NotFound = "not_found", NOT_FOUND, "There is nothing here, or not for you.";
    InboxUnknown = "inbox_unknown", NOT_FOUND, "No inbox has this key.";
    SetupDone = "setup_done", NOT_FOUND, "This installation has been set up.";
    SwitchedOff = "switched_off", NOT_FOUND, "This function is switched off in the workspace.";
    InvitationVoid = "invitation_void", NOT_FOUND, "The invitation was used, revoked, or has expired.";
    ConsultationEnded = "consultation_ended", CONFLICT, "The consultation has ended.";
    ConsultationNotEnded = "consultation_not_ended", CONFLICT, "The consultation has not ended.";
    NotWaiting = "not_waiting", CONFLICT, "It does not wait any more: somebody has it, or it has ended.";
    NotOffered = "not_offered", CONFLICT, "It is not offered to you (any more).";
    AtCapacity = "at_capacity", CONFLICT, "They have no place free.";
    RoutedElsewhere = "routed_elsewhere", CONFLICT, "Another node decides who gets what.";
    RoutingRange = "routing_range", UNPROCESSABLE_ENTITY, "A number is out of its range.";
    RoutingRule = "routing_rule", UNPROCESSABLE_ENTITY, "A rule is incomplete or too large.";
    RoutingRuleNames = "routing_rule_names", UNPROCESSABLE_ENTITY, "A rule names something that does not exist.";
    RoutingTeam = "routing_team", UNPROCESSABLE_ENTITY, "This team does not exist.";
    RoutingSkill = "routing_skill", UNPROCESSABLE_ENTITY, "This skill does not exist.";
    RoutingCircle = "routing_circle", UNPROCESSABLE_ENTITY, "Teams would hand over to one another in a circle.";
    AlreadyAssigned = "already_assigned", CONFLICT, "It is assigned to this person already.";
    ReopenTooLate = "reopen_too_late", CONFLICT, "It ended more than 48 hours ago.";
    CustomerBlocked = "customer_blocked", CONFLICT, "The customer is blocked.";
    TimerStale = "timer_stale", CONFLICT, "The timer no longer applies.";
    WindowClosed = "window_closed", CONFLICT, "The channel lets us write again once the customer has written.";
    WindowQuota = "window_quota", CONFLICT, "It needs more messages than the channel still takes before the customer writes again.";
    WindowReserved = "window_reserved", CONFLICT, "What the channel still takes is kept for people.";
    HeldElsewhere = "held_elsewhere", CONFLICT, "Somebody on the provider's side holds the thread.";
    NotCarried = "not_carried", CONFLICT, "The channel does not carry this.";
    CannotBegin = "cannot_begin", CONFLICT, "On this channel the customer has to write first.";
    NoAddress = "no_address", CONFLICT, "No address or number of the customer is known for this.";
    NoConsent = "no_consent", CONFLICT, "The customer has not agreed to be written to by SMS.";
    MessageUnknown = "message_unknown", CONFLICT, "There is no such message, or it is not of this kind.";
    MessageTooOld = "message_too_old", CONFLICT, "It is too late to change this message or take it back.";
    ColleagueUnknown = "colleague_unknown", CONFLICT, "There is no such colleague or team here.";
    ColleagueCannotRead = "colleague_cannot_read", CONFLICT, "This colleague's role reads no conversations.";
    AlreadyThere = "already_there", CONFLICT, "This colleague takes part already.";
    HelpAsked = "help_asked", CONFLICT, "Help is asked for already.";
    TooManyFollowers = "too_many_followers", CONFLICT, "No more colleagues can follow this conversation.";
    AttachmentUnusable = "attachment_unusable", CONFLICT, "A file is unknown, used already, or somebody else's.";
    AppUnusable = "app_unusable", CONFLICT, "The app's settings do not open here, or its channel is not part of this program.";
    PayloadUnreadable = "payload_unreadable", CONFLICT, "It came another way, or was kept under another key: it cannot be read again.";
    ProviderRefused = "provider_refused", BAD_GATEWAY, "The provider did not answer as it should.";
    EmailTaken = "email_taken", CONFLICT, "This address is taken.";
    NameTaken = "name_taken", CONFLICT, "This name is taken.";
    InUse = "in_use", CONFLICT, "It is in use, or a standard one that stays.";
    StandardRole = "standard_role", CONFLICT, "Standard roles stay as they are; copy it as one of your own.";
    LastOwner = "last_owner", CONFLICT, "A workspace keeps at least one owner.";
    Changed = "changed", PRECONDITION_FAILED, "Somebody changed it since you read it.";
    IfMatchMissing = "if_match_missing", PRECONDITION_REQUIRED, "Say which version you change, with If-Match.";
    TooLarge = "too_large", PAYLOAD_TOO_LARGE, "The body is larger than this operation takes.";
    LinkRefused = "link_refused", UNAUTHORIZED, "The link has expired, or is not ours.";
    FileKindRefused = "file_kind_refused", UNSUPPORTED_MEDIA_TYPE, "Files of this kind are not taken here.";
    FileBroken = "file_broken", UNPROCESSABLE_ENTITY, "The picture is damaged, or not what it says.";
    FileEmpty = "file_empty", UNPROCESSABLE_ENTITY, "The file is empty.";
    PictureTooLarge = "picture_too_large", UNPROCESSABLE_ENTITY, "The picture has too many pixels or frames.";
    RangeWrong = "range_wrong", RANGE_NOT_SATISFIABLE, "The file has no such part.";
    WebSocketExpected = "web_socket_expected", UPGRADE_REQUIRED, "This address takes a WebSocket, version 13, over HTTP/1.1.";
    WrongMediaType = "wrong_media_type", UNSUPPORTED_MEDIA_TYPE, "Send application/json.";
    FieldWrong = "field_wrong", UNPROCESSABLE_ENTITY, "A field is wrong.";
    MessageEmpty = "message_empty", UNPROCESSABLE_ENTITY, "Nothing was said.";
    TimePassed = "time_passed", UNPROCESSABLE_ENTITY, "The time lies in the past.";
    WeakPassword = "weak_password", UNPROCESSABLE_ENTITY, "The password is too short, too long, or easily guessed.";
    PasswordWrong = "password_wrong", UNPROCESSABLE_ENTITY, "This is not the current password.";
    GrantBeyondOwn = "grant_beyond_own", UNPROCESSABLE_ENTITY, "Nobody can grant a right they lack.";
    ScopeUnfit = "scope_unfit", UNPROCESSABLE_ENTITY, "This permission is granted for the whole workspace or not at all.";
    KeyReused = "key_reused", UNPROCESSABLE_ENTITY, "This Idempotency-Key was used for another request.";
    KeyMissing = "key_missing", BAD_REQUEST, "A create needs an Idempotency-Key.";
    TooMany = "too_many_attempts", TOO_MANY_REQUESTS, "Too many attempts; wait a little.";
    Internal = "internal", INTERNAL_SERVER_ERROR, "Something broke on our side. It was logged.";
    OutcomeUnknown = "outcome_unknown", SERVICE_UNAVAILABLE, "The database went away while writing; try again, it will not be doubled.";
    Busy = "busy", SERVICE_UNAVAILABLE, "Too much is waiting; try again in a moment.";
    Away = "database_away", SERVICE_UNAVAILABLE, "The database cannot be reached; try again in a moment.";
    FilesAway = "files_away", SERVICE_UNAVAILABLE, "Where files are kept does not answer; try again in a moment. Texts go on.";
    DiskFull = "disk_full", INSUFFICIENT_STORAGE, "The server's disk is full: nothing can be saved until there is room.";
}

/// A problem detail.
#[derive(Debug)]
pub struct Problem {
    code: Code,
    detail: Option<String>,
    field: Option<String>,
    retry_after: Option<u64>,
}

/// Its JSON.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// Where the code is documented.
    #[serde(rename = "type")]
    kind: String,
    /// One sentence.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// The stable code; also the text key.
    code: &'static str,
    /// More, when there is more to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// The field that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// Under which id the server's log has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    trace_id: Option<String>,
}

impl Problem {
    /// The problem of a code.
    pub const fn new(code: Code) -> Self {
        Self {
            code,
            detail: None,
            field: None,
            retry_after: None,
        }
    }

    /// A field that is wrong, and why.
    pub fn field(field: &str, why: impl ToString) -> Self {
        let mut problem = Self::new(Code::FieldWrong);
        problem.field = Some(field.to_owned());
        problem.detail = Some(why.to_string());
        problem
    }

    /// With more to say.
    #[must_use]
    pub fn detail(mut self, detail: impl ToString) -> Self {
        self.detail = Some(detail.to_string());
        self
    }

    /// Names the field.
    #[must_use]
    pub fn on(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// With the seconds after which to try again.
    #[must_use]
    pub const fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Its code.
    pub const fn code(&self) -> Code {
        self.code
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::DiskFull => Self::new(Code::DiskFull),
            StoreError::Busy | StoreError::Closed => Self::new(Code::Busy).retry_after(1),
            StoreError::Away(_) => Self::new(Code::Away).retry_after(1),
            StoreError::Unknown => Self::new(Code::OutcomeUnknown).retry_after(1),
            StoreError::Driver(_) | StoreError::Inconsistent { .. } | StoreError::Panicked(_) => {
                tracing::error!(%error, "the store failed");
                Self::new(Code::Internal)
            }
        }
    }
}

impl From<files::Refused> for Problem {
    fn from(refused: files::Refused) -> Self {
        use files::Refused as R;
        match refused {
            R::Empty => Self::new(Code::FileEmpty).on("file"),
            R::TooLarge => Self::new(Code::TooLarge).on("file"),
            R::Kind(found) => Self::new(Code::FileKindRefused).on("file").detail(found),
            R::Broken => Self::new(Code::FileBroken).on("file"),
            R::TooManyPixels => Self::new(Code::PictureTooLarge).on("file"),
            R::Busy => Self::new(Code::Busy).retry_after(2),
            R::DiskFull => Self::new(Code::DiskFull),
            R::Gone => Self::new(Code::NotFound),
            R::Away(error) => {
                tracing::error!(error, "the file storage does not serve us");
                Self::new(Code::FilesAway).retry_after(15)
            }
            R::Failed(error) => {
                tracing::error!(error, "the file store failed");
                Self::new(Code::Internal)
            }
        }
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        Self::new(match refused {
            Refused::NotPermitted => Code::NotPermitted,
            Refused::Ended => Code::ConsultationEnded,
            Refused::NotEnded => Code::ConsultationNotEnded,
            Refused::AlreadyAssigned => Code::AlreadyAssigned,
            Refused::NotWaiting => Code::NotWaiting,
            Refused::NotOffered => Code::NotOffered,
            Refused::AtCapacity => Code::AtCapacity,
            Refused::RoutedElsewhere => Code::RoutedElsewhere,
            Refused::TimePassed => Code::TimePassed,
            Refused::ReopenTooLate => Code::ReopenTooLate,
            Refused::Blocked => Code::CustomerBlocked,
            Refused::Empty => Code::MessageEmpty,
            Refused::TimerStale => Code::TimerStale,
            Refused::WindowClosed => Code::WindowClosed,
            Refused::WindowQuota => Code::WindowQuota,
            Refused::WindowReserved => Code::WindowReserved,
            Refused::HeldElsewhere => Code::HeldElsewhere,
            Refused::NotCarried => Code::NotCarried,
            Refused::CannotBegin => Code::CannotBegin,
            Refused::NoAddress => Code::NoAddress,
            Refused::NoConsent => Code::NoConsent,
            Refused::MessageUnknown => Code::MessageUnknown,
            Refused::MessageTooOld => Code::MessageTooOld,
            Refused::ColleagueUnknown => Code::ColleagueUnknown,
            Refused::ColleagueCannotRead => Code::ColleagueCannotRead,
            Refused::AlreadyThere => Code::AlreadyThere,
            Refused::HelpAsked => Code::HelpAsked,
            Refused::TooManyFollowers => Code::TooManyFollowers,
        })
    }
}

impl From<SettingsRefused> for Problem {
    fn from(refused: SettingsRefused) -> Self {
        use SettingsRefused as R;
        let code = match refused {
            R::Range(_) => Code::RoutingRange,
            R::Rule(_) => Code::RoutingRule,
            R::RuleNames(_) => Code::RoutingRuleNames,
            R::Team => Code::RoutingTeam,
            R::Skill => Code::RoutingSkill,
            R::Circle => Code::RoutingCircle,
        };
        Self::new(code).on(&refused.field()).detail(refused.to_string())
    }
}

impl From<PeopleRefused> for Problem {
    fn from(refused: PeopleRefused) -> Self {
        match refused {
            PeopleRefused::BeyondOwn(permission) => Self::new(Code::GrantBeyondOwn).detail(permission.key()),
            PeopleRefused::LastOwner => Self::new(Code::LastOwner),
            PeopleRefused::StandardRole => Self::new(Code::StandardRole),
            PeopleRefused::ScopeUnfit(permission) => Self::new(Code::ScopeUnfit).detail(permission.key()),
        }
    }
}

impl From<ProfileRefused> for Problem {
    fn from(refused: ProfileRefused) -> Self {
        let field = match &refused {
            ProfileRefused::TooMany => "attributes",
            ProfileRefused::Key(key) | ProfileRefused::Value(key) => key.as_str(),
            ProfileRefused::Email => "email",
        };
        Self::field(field, &refused)
    }
}

impl From<CommandError> for Problem {
    fn from(error: CommandError) -> Self {
        match error {
            CommandError::Refused(refused) => refused.into(),
            CommandError::NotFound => Self::new(Code::NotFound),
            CommandError::Attachment => Self::new(Code::AttachmentUnusable).on("attachmentIds"),
            CommandError::Store(error) => error.into(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (code, status) = (self.code, self.code.status());
        let body = ProblemBody {
            kind: format!("/api/docs#{}", code.as_str()),
            title: code.title(),
            status: status.as_u16(),
            code: code.as_str(),
            detail: self.detail,
            field: self.field,
            trace_id: super::trace::current(),
        };
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_of_the_deciding_room_keeps_its_code() {
        use Refused as R;
        for refused in [
            R::NotPermitted,
            R::Ended,
            R::NotEnded,
            R::AlreadyAssigned,
            R::TimePassed,
            R::ReopenTooLate,
            R::Blocked,
            R::Empty,
            R::TimerStale,
            R::WindowClosed,
            R::WindowQuota,
            R::WindowReserved,
            R::HeldElsewhere,
            R::NotCarried,
            R::MessageUnknown,
            R::MessageTooOld,
        ] {
            assert_eq!(Problem::from(refused).code().as_str(), refused.code());
        }
    }

    #[test]
    fn every_refusal_about_people_keeps_its_code() {
        use PeopleRefused as R;
        let permission = yingke_staff::Permission::ReadAudit;
        for refused in [
            R::BeyondOwn(permission),
            R::LastOwner,
            R::StandardRole,
            R::ScopeUnfit(permission),
        ] {
            assert_eq!(Problem::from(refused).code().as_str(), refused.code());
        }
    }

    #[test]
    fn codes_are_unique() {
        let codes: std::collections::HashSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(codes.len(), Code::ALL.len());
    }
}
