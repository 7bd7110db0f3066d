//! Unions, with and without a tag, and enums.

use harness_sdk_core::model::{self, Model, Value, from_slice, from_value, to_value, to_vec};
use serde_json::json;

harness_sdk_core::open_enum! {
    /// Which connector.
    pub enum ConnectorType { Github = "Github", Aws = "Aws" }
}

harness_sdk_core::model! {
    /// A GitHub connector.
    pub struct Github {
        "url" => pub url: String,
        "count" => pub count: Option<i64>,
    }

    /// An AWS connector.
    pub struct Aws {
        "region" => pub region: String,
    }

    /// A connector: the tag stands beside the specification.
    pub struct Connector {
        "name" => pub name: String,
        "spec" by "type" => pub spec: Option<Spec>,
        "type" => pub r#type: Option<ConnectorType>,
    }

    /// The same, with the tag first and as text, and the specification boxed.
    pub struct Other {
        "kind" => pub kind: String,
        "spec" by "kind" => pub spec: Option<Box<Spec>>,
    }

    /// An invitation.
    pub struct Invite {
        "type" => pub r#type: Option<String>,
        "email" => pub email: String,
    }

    /// A login.
    pub struct Login {
        "type" => pub r#type: Option<ConnectorType>,
        "next" => pub next: Option<Event>,
    }
}

harness_sdk_core::union! {
    /// A specification, told from beside.
    pub enum Spec by "type" { "Github" => Github(Github), "Aws" | "AwsGov" => Aws(Aws) }

    /// An event, told by its own field.
    pub enum Event by "type" { "INVITE" => Invite(Invite), "LOGIN" | "SSO" => Login(Login) }
}

harness_sdk_core::any_of! {
    /// A flag or an expression.
    pub enum StringOrBool { Bool(bool), String(String) }

    /// Either object, or a list of one.
    pub enum Either { Github(Github), Aws(Aws), Many(Vec<Github>) }
}

fn same<T: model::Slot + Default>(json: &str) -> T {
    let value: T = from_slice(json.as_bytes()).expect(json);
    assert_eq!(String::from_utf8(to_vec(&value).expect(json)).expect(json), json);
    value
}

#[test]
fn a_union_is_told_by_its_own_tag() {
    let event: Event = same(r#"{"type":"INVITE","email":"me@here"}"#);
    assert!(matches!(&event, Event::Invite(invite) if invite.email == "me@here"), "{event:?}");
    let event: Event = same(r#"{"type":"SSO","next":{"type":"LOGIN"}}"#);
    let Event::Login(login) = event else { panic!("{event:?}") };
    assert_eq!(login.r#type, Some(ConnectorType::Unknown("SSO".to_owned())));
    assert!(matches!(login.next, Some(Event::Login(_))));
}

#[test]
fn the_tag_may_be_the_last_field() {
    let event: Event = from_slice(br#"{"deep":{"type":"LOGIN"},"email":"me@here","type":"INVITE"}"#).expect("an event");
    assert!(matches!(&event, Event::Invite(invite) if invite.extra().len() == 1), "{event:?}");
}

#[test]
fn json_of_no_known_type_is_kept() {
    let cases = [r#"{"type":"LATER","a":[1,null]}"#, r#"{"email":"no tag"}"#, r#"{"type":7}"#, r#""text""#, "[1]"];
    for case in cases {
        let event: Event = from_slice(case.as_bytes()).expect(case);
        let unknown = event.unknown().unwrap_or_else(|| panic!("{case}: {event:?}"));
        assert_eq!(*unknown, serde_json::from_str::<Value>(case).expect(case));
        assert_eq!(to_value(&event).expect(case), *unknown);
    }
}

#[test]
fn what_is_not_json_is_an_error_in_a_union_too() {
    let error = from_slice::<Vec<Event>>(br#"[{"type":"INVITE","email":tru}]"#).expect_err("not JSON");
    assert_eq!(error.path(), "$[0].email");
    let error = from_slice::<StringOrBool>(b"\"open").expect_err("not JSON");
    assert_eq!(error.message(), "the document ends inside a string");
}

#[test]
fn an_unknown_child_can_be_read_as_a_type_of_ones_own() {
    let event: Event = from_slice(br#"{"type":"LATER","url":"u","count":3}"#).expect("an event");
    let github: Github = event.decode_as().expect("a connector");
    assert_eq!((github.url.as_str(), github.count), ("u", Some(3)));
    let error = event.decode_as::<Vec<String>>().expect_err("no list");
    assert_eq!(error.message(), "expected a list, found an object");
}

#[test]
fn a_union_is_told_by_the_tag_beside_it_whichever_comes_first() {
    let connector: Connector = same(r#"{"name":"c","spec":{"url":"u"},"type":"Github"}"#);
    assert!(matches!(&connector.spec, Some(Spec::Github(github)) if github.url == "u"), "{connector:?}");
    let other: Other = same(r#"{"kind":"AwsGov","spec":{"region":"r"}}"#);
    assert!(matches!(other.spec.as_deref(), Some(Spec::Aws(aws)) if aws.region == "r"), "{other:?}");
    let tag_first: Connector = from_slice(br#"{"type":"Aws","spec":{"region":"r"},"x":1}"#).expect("a connector");
    assert!(matches!(tag_first.spec, Some(Spec::Aws(_))));
    let own_wins: Connector = from_slice(br#"{"spec":{"type":"Aws","region":"r"},"type":"Github"}"#).expect("one");
    assert!(matches!(own_wins.spec, Some(Spec::Aws(_))));
}

#[test]
fn without_a_known_tag_beside_it_a_union_is_kept_as_it_is() {
    for json in [
        r#"{"name":"c","spec":{"url":"u"},"type":"Later"}"#,
        r#"{"name":"c","spec":{"url":"u"}}"#,
        r#"{"name":"c","spec":{"url":"u"},"type":null}"#,
        r#"{"name":"c","spec":["url"],"type":"Github"}"#,
    ] {
        let connector: Connector = same(json);
        assert!(matches!(connector.spec, Some(Spec::Unknown(_))), "{connector:?}");
    }
    let null: Connector = same(r#"{"name":"c","spec":null,"type":"Github"}"#);
    assert_eq!(null.spec, None);
}

#[test]
fn an_error_after_a_late_union_is_found_where_it_is() {
    let error = from_slice::<Connector>(br#"{"spec":{"url":"u"},"type":"Github","name":tru}"#).expect_err("no JSON");
    assert_eq!((error.path(), error.column()), ("$.name", 44));
}

#[test]
fn a_new_child_is_sent_with_the_tag_of_its_type() {
    let invite = Invite { email: "me@here".to_owned(), ..Invite::default() };
    assert_eq!(to_vec(&Event::from(invite)).expect("JSON"), br#"{"type":"INVITE","email":"me@here"}"#);
    assert_eq!(to_vec(&Event::from(Login::default())).expect("JSON"), br#"{"type":"LOGIN"}"#);

    let sso = Login { r#type: Some("SSO".into()), ..Login::default() };
    assert_eq!(to_vec(&Event::from(sso)).expect("JSON"), br#"{"type":"SSO"}"#);

    let connector = Connector { spec: Some(Aws::default().into()), ..Connector::default() };
    assert_eq!(to_value(&connector).expect("JSON"), json!({"type": "Aws", "spec": {}}));
}

#[test]
fn untold_unions_take_the_first_type_that_knows_all_fields() {
    assert_eq!(same::<StringOrBool>("true"), StringOrBool::Bool(true));
    assert_eq!(same::<StringOrBool>("\"<+input>\""), StringOrBool::from("<+input>".to_owned()));
    assert_eq!(same::<StringOrBool>("7"), StringOrBool::Unknown(json!(7)));
    assert!(matches!(same(r#"{"region":"r"}"#), Either::Aws(_)));
    assert!(matches!(same(r#"{"url":"u"}"#), Either::Github(_)));
    assert!(matches!(same(r#"{"later":1}"#), Either::Github(_)));
    assert!(matches!(same(r#"[{"url":"u"}]"#), Either::Many(_)));
    assert!(matches!(from_value(&json!({"url": 1, "region": "r"})), Ok(Either::Aws(_))));
    assert!(matches!(same(r#"[1]"#), Either::Many(_)));
    assert!(matches!(same("1"), Either::Unknown(_)));
    assert!(matches!(same(r#"{"url":[1]}"#), Either::Github(_)));
    assert!(matches!(same(r#"{"region":7}"#), Either::Aws(_)));
    let list: Vec<Either> = same(r#"[{"region":"r"},{"later":1},{"url":"u"},[]]"#);
    assert_eq!(list.len(), 4);
}

harness_sdk_core::model! {
    /// One way to nest.
    pub struct Left { "next" => pub next: Option<Box<Nested>>, "left" => pub left: Option<String> }
    /// Another.
    pub struct Right { "next" => pub next: Option<Box<Nested>>, "right" => pub right: Option<String> }
}

harness_sdk_core::any_of! {
    /// Either, without a tag at any depth: the number of ways to read it doubles with each.
    pub enum Nested { Left(Left), Right(Right) }
}

#[test]
fn nested_alternatives_do_not_take_time_without_end() {
    let depth = 120;
    let json = format!("{}{{\"neither\":1}}{}", "{\"next\":".repeat(depth), "}".repeat(depth));
    let nested: Nested = same(&json);
    assert!(matches!(nested, Nested::Left(_) | Nested::Right(_) | Nested::Unknown(_)));
}

#[test]
fn enums_keep_what_they_do_not_know() {
    let types: Vec<ConnectorType> = same(r#"["Github","Later",""]"#);
    assert_eq!(types, [ConnectorType::Github, ConnectorType::Unknown("Later".to_owned()), ConnectorType::default()]);
    assert_eq!(types[1].to_string(), "Later");
    assert_eq!(format!("{:>8}", types[0]), "  Github");
    assert_eq!(ConnectorType::KNOWN, [ConnectorType::Github, ConnectorType::Aws]);
    assert_eq!("Aws".parse(), Ok(ConnectorType::Aws));
    assert_eq!(ConnectorType::from("Aws".to_owned()).as_str(), "Aws");
    let error = from_slice::<ConnectorType>(b"1").expect_err("no text");
    assert_eq!(error.message(), "expected a string, found a number");
}

#[test]
fn unknown_json_is_shown_without_its_values() {
    let event: Event = from_slice(br#"{"type":"LATER","token":"pat.secret"}"#).expect("an event");
    assert_eq!(format!("{event:?}"), r#"Unknown({"token", "type"})"#);
    assert_eq!(format!("{:?}", Event::from(Invite::default())), r#"Invite(Invite { type: None, email: "" })"#);
    assert_eq!(format!("{:?}", StringOrBool::Unknown(json!([1]))), "Unknown(a list of 1)");
}

harness_sdk_core::model! {
    /// A field of every kind that can hold others.
    pub struct Holder {
        "event" => pub event: Option<Event>,
        "either" => pub either: Option<Either>,
        "list" => pub list: Vec<Either>,
        "map" => pub map: model::Map<ConnectorType>,
        "number" => pub number: f64,
    }
}

#[test]
fn models_are_equal_if_all_that_they_hold_is() {
    let cases = [
        "{}",
        r#"{"event":{"type":"INVITE","email":"a"}}"#,
        r#"{"event":{"type":"INVITE","email":"b"}}"#,
        r#"{"event":{"type":"LOGIN"}}"#,
        r#"{"event":{"type":"LATER"}}"#,
        r#"{"event":{"type":"LATEST"}}"#,
        r#"{"either":{"url":""}}"#,
        r#"{"either":{"region":""}}"#,
        r#"{"either":[]}"#,
        r#"{"either":7}"#,
        r#"{"list":[{"url":"a"}]}"#,
        r#"{"list":[{"url":"a"},{"url":"b"}]}"#,
        r#"{"list":[{"url":"b"},{"url":"a"}]}"#,
        r#"{"map":{"a":"Github"}}"#,
        r#"{"map":{"a":"Aws"}}"#,
        r#"{"map":{"b":"Aws"}}"#,
        r#"{"map":{"a":"Aws","b":"Aws"}}"#,
        r#"{"number":1}"#,
        r#"{"number":1.5}"#,
        r#"{"unknown":1}"#,
    ];
    let read = |json: &str| from_slice::<Holder>(json.as_bytes()).expect(json);
    for (at, one) in cases.iter().enumerate() {
        for (other_at, other) in cases.iter().enumerate() {
            assert_eq!(read(one) == read(other), at == other_at, "{one} {other}");
        }
    }
}

harness_sdk_core::model! {
    /// A login.
    pub struct UserPassword { "username" => pub username: String, "type" => pub r#type: Option<String> }
    /// A certificate, that serves two kinds.
    pub struct Certificate { "file" => pub file: String }
    /// How to log in: the tag stands only beside the specification.
    pub struct Authentication {
        "type" => pub r#type: Option<String>,
        "spec" by "type" => pub spec: Option<Credentials>,
    }
    /// The same, with an enum that must be there, and more around it.
    pub struct Registry {
        "url" => pub url: String,
        "spec" by "kind" => pub spec: Option<Credentials>,
        "kind" => pub kind: ConnectorType,
        "auth" => pub auth: Option<Authentication>,
    }
    /// A cluster.
    pub struct Cluster { "type" => pub r#type: Option<String>, "id" => pub id: String }
    /// A budget, whose `type` is not that of its scope.
    pub struct Budget { "type" => pub r#type: Option<String>, "scope" => pub scope: Option<Scope> }
}

harness_sdk_core::union! {
    /// What to log in with.
    pub enum Credentials {
        "UserPassword" => UserPassword(UserPassword),
        any "Tls" | "MutualTls" => Certificate(Certificate);
        nothing "Anonymous" => Anonymous,
        /// Of the machine.
        "Github" => Inherited,
    }
    /// What a budget covers.
    pub enum Scope by "type" { "CLUSTER" => Cluster(Cluster) }
}

fn auth(tag: Option<&str>, spec: impl Into<Credentials>) -> Authentication {
    Authentication { r#type: tag.map(str::to_owned), spec: Some(spec.into()), ..Authentication::default() }
}

#[test]
fn a_tag_that_stands_only_beside_leaves_a_field_of_that_name_inside_alone() {
    for json in [
        r#"{"type":"UserPassword","spec":{"username":"u","type":"Tls"}}"#,
        r#"{"type":"UserPassword","spec":{"username":"u","type":"Anonymous"}}"#,
        r#"{"type":"UserPassword","spec":{"username":"u"}}"#,
    ] {
        let read: Authentication = same(json);
        assert!(matches!(&read.spec, Some(Credentials::UserPassword(login)) if login.username == "u"), "{read:?}");
    }
    let late: Authentication = from_slice(br#"{"spec":{"username":"u"},"type":"UserPassword"}"#).expect("JSON");
    assert!(matches!(late.spec, Some(Credentials::UserPassword(_))));
    for json in [
        r#"{"type":"Later","spec":{"username":"u"}}"#,
        r#"{"spec":{"type":"UserPassword","username":"u"}}"#,
        r#"{"type":"Anonymous","spec":{"hint":1}}"#,
    ] {
        let read: Authentication = same(json);
        assert!(matches!(read.spec, Some(Credentials::Unknown(_))), "{read:?}");
    }
    let login = UserPassword { username: "u".to_owned(), ..UserPassword::default() };
    let json = to_value(&auth(None, login)).expect("JSON");
    assert_eq!(json, json!({"type": "UserPassword", "spec": {"username": "u"}}));
}

#[test]
fn beside_some_tags_nothing_stands() {
    for json in [r#"{"type":"Anonymous"}"#, r#"{"type":"Anonymous","spec":null}"#, r#"{"type":"Anonymous","spec":{}}"#]
    {
        let read: Authentication = same(json);
        assert_eq!(read.spec, Some(Credentials::Anonymous), "{json}");
        assert!(model::unknown(&read).is_empty());
    }
    assert_eq!(same::<Authentication>(r#"{"type":"UserPassword"}"#).spec, None);
    assert_eq!(same::<Authentication>(r#"{"type":"Later"}"#).spec, None);
    assert_eq!(to_vec(&auth(None, Credentials::Anonymous)).expect("JSON"), br#"{"type":"Anonymous"}"#);
    assert_eq!(to_vec(&auth(Some("Anonymous"), Credentials::Anonymous)).expect("JSON"), br#"{"type":"Anonymous"}"#);

    let registry = Registry { spec: Some(Credentials::Inherited), ..Registry::default() };
    assert_eq!(to_value(&registry).expect("JSON"), json!({"kind": "Github"}));
    assert_eq!(format!("{:?}", Credentials::Inherited), "Inherited");
}

#[test]
fn what_was_read_can_be_changed_to_another_type_with_its_tag() {
    let mut read: Authentication = from_slice(br#"{"type":"Anonymous"}"#).expect("JSON");
    read.spec = Some(UserPassword::default().into());
    let error = to_vec(&read).expect_err("two types");
    assert_eq!(error.path(), "$.type");
    assert_eq!(error.message(), "`Anonymous` contradicts `spec`, which says `UserPassword`: set only one of them");
    read.r#type = None;
    assert_eq!(to_value(&read).expect("JSON"), json!({"type": "UserPassword", "spec": {}}));

    let mut read: Authentication = from_slice(br#"{"type":"UserPassword","spec":{"username":"u"}}"#).expect("JSON");
    read.spec = Some(Credentials::Anonymous);
    read.r#type = Some("Anonymous".to_owned());
    assert_eq!(to_value(&read).expect("JSON")["type"], "Anonymous");
}

#[test]
fn a_tag_that_contradicts_what_it_tells_is_refused_where_it_stands() {
    let nested = Registry { auth: Some(auth(Some("Tls"), UserPassword::default())), ..Registry::default() };
    assert_eq!(to_vec(&nested).expect_err("two types").path(), "$.auth.type");
    let inside = Cluster { r#type: Some("NODE".to_owned()), ..Cluster::default() };
    let budget = Budget { scope: Some(inside.into()), ..Budget::default() };
    let error = to_vec(&budget).expect_err("two types");
    assert_eq!(
        (error.path(), error.message()),
        ("$.scope.type", "`NODE` contradicts its type, which says `CLUSTER`: set only one of them")
    );

    let budget =
        Budget { r#type: Some("PREVIOUS".to_owned()), scope: Some(Cluster::default().into()), ..Budget::default() };
    assert_eq!(to_value(&budget).expect("JSON"), json!({"type": "PREVIOUS", "scope": {"type": "CLUSTER"}}));
}

#[test]
fn a_type_of_several_tags_wants_to_be_told_which() {
    let error = to_vec(&auth(None, Certificate::default())).expect_err("either");
    assert_eq!(
        (error.path(), error.message()),
        ("$.type", "`spec` leaves open whether this is `Tls` or `MutualTls`: set it")
    );
    assert_eq!(to_value(&auth(Some("MutualTls"), Certificate::default())).expect("JSON")["type"], "MutualTls");
    let read: Authentication = same(r#"{"type":"MutualTls","spec":{"file":"f"}}"#);
    assert!(matches!(read.spec, Some(Credentials::Certificate(_))));
}

harness_sdk_core::union! {
    /// Its child may be a union by the same tag.
    pub enum Outer by "t" { "x" => Inner(Box<Inner>), "g" => Github(Github) }

    /// The child, which may be the union around it.
    pub enum Inner by "t" { "x" => Outer(Box<Outer>), "g" => Github(Github) }
}

harness_sdk_core::any_of! {
    /// A value that may be itself.
    pub enum Endless { Itself(Box<Endless>), All(Vec<Endless>), Other(Box<Detour>) }

    /// And another that may be the first.
    pub enum Detour { Back(Box<Endless>), Number(i64), Github(Github) }
}

#[test]
fn a_union_that_may_be_its_own_child_is_read_and_comes_back() {
    fn comes_back<T: model::Slot + Default>(json: &str) {
        let (value, _, original) = model::from_slice_with_original::<T>(json.as_bytes()).expect(json);
        let written = original.to_vec(&value).expect(json);
        let tree = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).expect("JSON");
        assert_eq!(tree(&written), tree(json.as_bytes()));
    }
    for json in [r#"[{"t":"x"},7]"#, r#"[{"t":"x","url":"u"}]"#, r#"[{"t":"g","url":"u"}]"#, r#"[{"t":"?"}]"#] {
        comes_back::<Vec<Outer>>(json);
    }
    for json in ["[1,null]", r#"["a"]"#, "[[1,[2]]]", r#"[{"url":"u"}]"#, r#"[{"a":[{"b":1},[]]}]"#] {
        comes_back::<Vec<Endless>>(json);
    }
}
