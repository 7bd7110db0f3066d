//! A model with more fields than are remembered inline.

use harness_sdk_core::model::{Model, from_slice, to_vec};

macro_rules! wide {
    ($($field:ident)*) => { wide_model! { $($field)* } };
}

macro_rules! wide_model {
    ($($field:ident)*) => {
        harness_sdk_core::model! {
            /// Seventy lists.
            pub struct Wide {
                $("X" => pub $field: Vec<i64>,)*
                "last" => pub last: Vec<i64>,
                "text" => pub text: String,
            }
        }
    };
}

wide! {
    a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9
    e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 g0 g1 g2 g3 g4 g5 g6 g7 g8 g9
}

#[test]
fn fields_past_the_sixty_third_are_remembered_too() {
    for json in [r#"{"last":[]}"#, r#"{"last":null}"#, "{}", r#"{"text":null}"#, r#"{"last":[1],"text":""}"#] {
        let wide: Wide = from_slice(json.as_bytes()).expect("a model");
        assert_eq!(to_vec(&wide).expect("JSON"), json.as_bytes());
    }
    let mut fresh = Wide::default();
    fresh.send_null("last").expect("a field");
    assert_eq!(to_vec(&fresh).expect("JSON"), br#"{"last":null}"#);
}
