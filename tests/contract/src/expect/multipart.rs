//! Reading a multipart form.

/// A part of a form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) file_name: Option<String>,
    pub(crate) media_type: Option<String>,
    pub(crate) content: String,
}

/// The parts of a body, in their order.
///
/// # Errors
/// What keeps it from being such a form.
pub(crate) fn parts(media_type: &str, body: &[u8]) -> Result<Vec<Part>, String> {
    let boundary = media_type.split_once("boundary=").map(|(_, boundary)| boundary.trim_matches('"'));
    let boundary = boundary.filter(|_| media_type.starts_with("multipart/form-data;"));
    let boundary = boundary.ok_or_else(|| format!("no boundary in {media_type:?}"))?;
    let text = std::str::from_utf8(body).map_err(|fault| fault.to_string())?;
    let end = format!("--{boundary}--\r\n");
    let text = text.strip_suffix(&end).ok_or("the form does not end with its boundary")?;
    let first = format!("--{boundary}\r\n");
    let Some(text) = text.strip_prefix(&first) else {
        return if text.is_empty() {
            Ok(Vec::new())
        } else {
            Err("the form does not begin with its boundary".to_owned())
        };
    };
    let text = text.strip_suffix("\r\n").ok_or("the last part does not end with a line")?;
    text.split(&format!("\r\n{first}")).map(part).collect()
}

fn part(text: &str) -> Result<Part, String> {
    let (head, content) = text.split_once("\r\n\r\n").ok_or("a part without an empty line")?;
    let mut found = Part { name: String::new(), file_name: None, media_type: None, content: content.to_owned() };
    for line in head.split("\r\n") {
        let (name, value) = line.split_once(": ").ok_or_else(|| format!("{line:?} is no header"))?;
        match name.to_ascii_lowercase().as_str() {
            "content-type" => found.media_type = Some(value.to_owned()),
            "content-disposition" => {
                found.name = quoted(value, "name").ok_or_else(|| format!("a part without a name: {value:?}"))?;
                found.file_name = quoted(value, "filename");
            }
            other => return Err(format!("a part with the header {other:?}")),
        }
    }
    Ok(found)
}

fn quoted(value: &str, key: &str) -> Option<String> {
    let start = format!("; {key}=\"");
    let (_, rest) = value.split_once(&start)?;
    Some(rest.split('"').next()?.replace("%22", "\""))
}
