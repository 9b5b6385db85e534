//! Which faces of a PDF are bold.

use std::sync::Arc;

use hayro_font::{CMapResolverFn, FontCache, FontGlyph, FontQuery, FontResolverFn, OutlineGlyph};
use hayro_syntax::object::{Dict, Name, ObjectIdentifier, Stream};
use hayro_syntax::page::Resources;
use rustc_hash::{FxHashMap, FxHashSet};

/// Weight from which a face counts as bold, on the scale on which 400 is regular and 700 bold.
const BOLD: u32 = 600;
/// Forms of a page that are looked into for faces.
const MOST_FORMS: usize = 50;
/// Faces of a document that are looked at; reports have a dozen.
const MOST_FACES: usize = 500;

/// Tells bold faces from others.
///
/// Most faces carry their name and weight with each glyph. Those in the older Type 1 format do
/// not: for these every face of the page is loaded once by its dictionary, and the glyphs it draws
/// are remembered.
#[derive(Default)]
pub(super) struct Fonts<'a> {
    /// By the key of the font program.
    by_program: FxHashMap<u128, bool>,
    /// By the key of the glyph, for Type 1 faces.
    by_glyph: FxHashMap<u128, bool>,
    /// Faces looked at so far.
    surveyed: FxHashSet<ObjectIdentifier>,
    cache: FontCache<'a>,
    resources: Option<Resources<'a>>,
}

impl<'a> Fonts<'a> {
    /// Tells which page's faces come now.
    pub(super) fn begin_page(&mut self, resources: &Resources<'a>) {
        self.resources = Some(resources.clone());
    }

    /// Whether the glyph is of a bold face.
    pub(super) fn is_bold(&mut self, glyph: &OutlineGlyph) -> bool {
        if let Some(font) = glyph.font_data() {
            return *self.by_program.entry(font.cache_key).or_insert_with(|| {
                font.weight.is_some_and(|weight| weight >= BOLD)
                    || font.postscript_name.as_deref().is_some_and(names_bold)
            });
        }
        if let Some(resources) = self.resources.take() {
            self.survey(&resources);
        }
        let key = glyph.identifier().cache_key();
        self.by_glyph.get(&key).copied().unwrap_or(false)
    }

    /// Remembers the glyphs of the page's faces, those of its forms included.
    fn survey(&mut self, resources: &Resources<'a>) {
        self.survey_faces(&resources.fonts);
        let forms = &resources.x_objects;
        for name in forms.keys().take(MOST_FORMS) {
            let faces = forms
                .get::<Stream<'a>>(&name)
                .and_then(|form| form.dict().get::<Dict<'a>>(b"Resources"))
                .and_then(|resources| resources.get::<Dict<'a>>(b"Font"));
            if let Some(faces) = faces {
                self.survey_faces(&faces);
            }
        }
    }

    fn survey_faces(&mut self, faces: &Dict<'a>) {
        let fonts: FontResolverFn = Arc::new(|query| match query {
            FontQuery::Standard(font) => Some(font.get_font_data()),
            FontQuery::Fallback(font) => Some(font.pick_standard_font().get_font_data()),
        });
        // Named maps are for scripts of East Asia, whose faces are never of this format.
        let maps: CMapResolverFn = Arc::new(|_| None);
        for name in faces.keys() {
            if self.surveyed.len() >= MOST_FACES {
                return;
            }
            let Some(dict) = faces.get::<Dict<'a>>(&name) else {
                continue;
            };
            if dict.obj_id().is_some_and(|id| !self.surveyed.insert(id)) {
                continue;
            }
            let Some(font) = self.cache.font(&dict, &fonts, &maps) else {
                continue;
            };
            let bold = describes_bold(&dict);
            for code in 0..=u32::from(u8::MAX) {
                if let FontGlyph::Outline(glyph) = font.glyph(font.map_code(code), code) {
                    self.by_glyph.insert(glyph.identifier().cache_key(), bold);
                }
            }
        }
    }
}

/// Whether a face's dictionary says it is bold.
fn describes_bold(dict: &Dict<'_>) -> bool {
    let named = dict
        .get::<Name<'_>>(b"BaseFont")
        .is_some_and(|name| names_bold(name.as_str()));
    let weight = dict
        .get::<Dict<'_>>(b"FontDescriptor")
        .and_then(|descriptor| descriptor.get::<f32>(b"FontWeight"));
    named || weight.is_some_and(|weight| weight >= BOLD as f32)
}

/// Whether the name of a face says it is bold.
fn names_bold(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["bold", "black", "heavy", "demi"]
        .iter()
        .any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_bold_faces() {
        for name in [
            "Tahoma-Bold",
            "ABCDEF+Arial,Bold",
            "Gill-SemiBold",
            "Arial-Black",
        ] {
            assert!(names_bold(name), "{name}");
        }
        assert!(!names_bold("Tahoma"));
    }
}
