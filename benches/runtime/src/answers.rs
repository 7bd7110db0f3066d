//! What the server answers: always the same bytes.

/// Items of a page.
pub const PAGE: usize = 100;

/// The bytes that the large answer has at least.
pub const LARGE: usize = 10 << 20;

/// One organisation.
pub fn one() -> Vec<u8> {
    format!(r#"{{"status":"SUCCESS","data":{},"metaData":null,"correlationId":"5a1c7b1e"}}"#, item(7)).into_bytes()
}

/// The items `first..first + count` of a list of `total`.
pub fn page(first: usize, count: usize, total: usize) -> Vec<u8> {
    let items: Vec<String> = (first..first + count).map(item).collect();
    let (index, pages) = (first / PAGE, total.div_ceil(PAGE));
    let content = items.join(",");
    format!(
        r#"{{"status":"SUCCESS","data":{{"totalPages":{pages},"totalItems":{total},"pageItemCount":{count},"pageSize":{PAGE},"content":[{content}],"pageIndex":{index},"empty":false,"pageToken":null}},"metaData":null,"correlationId":"5a1c7b1e"}}"#
    )
    .into_bytes()
}

/// A list of at least [`LARGE`] bytes in one answer.
pub fn large() -> Vec<u8> {
    let count = LARGE / item(0).len() + 1;
    page(0, count, count)
}

/// What the creation of a workspace answers.
pub fn created() -> Vec<u8> {
    br#"{"policy_evaluation":null}"#.to_vec()
}

fn item(index: usize) -> String {
    format!(
        r#"{{"organization":{{"identifier":"team_{index}","name":"Team {index}","description":"Builds the \"core\" of product {index}, and runs it","tags":{{"env":"prod","tier":"one"}}}},"createdAt":{},"lastModifiedAt":{},"harnessManaged":false}}"#,
        1_690_000_000_000_u64 + index as u64,
        1_700_000_000_000_u64 + index as u64,
    )
}
