#pragma once

#include "compare/comparison.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace flowsync::view {

// Why a difference is judged as it is, in words: "only dev's overlay changes this key"; "" for what runs. Foreign text
// inside is printable.
std::string reason_words(const compare::Comparison& comparison, const compare::DocumentPair& pair,
                         const compare::Difference& difference);

// "3 flows differ, 1 only in dev, 12 alike; 2 differences look forgotten." or "No differences.": the last sentence.
std::string compare_sentence(const compare::Comparison& comparison);

// "prod has no credential for the alias `orders-s3` (used by orders): it cannot be planned."
std::string alias_sentence(const compare::Comparison& comparison, const compare::MissingAlias& missing);

// "orders" or "lookup/regions".
std::string document_name(const compare::DocumentPair& pair);

// "3 differences, 1 looks forgotten".
std::string count_sentence(const compare::DocumentPair& pair);

// Where a side's value comes from: "file:line:column (layer)", "source 6862" for what runs, or both; "" when nothing
// says.
std::string side_place(const compare::Comparison& comparison, const compare::DocumentPair& pair,
                       const compare::Difference& difference, bool left);

// The value of one side with secrets left out; null without one.
nlohmann::json shown_json(const compare::SideValue& side, bool sensitive);

// Whether it is to be looked at first: it looks forgotten, or runs without being in the specs.
bool stands_out(const compare::Difference& difference);

// The differences of a document, those that stand out first.
std::vector<const compare::Difference*> ordered_differences(const compare::DocumentPair& pair);

// The documents that one side alone has, in their order.
std::vector<const compare::DocumentPair*> only_in(const compare::Comparison& comparison, compare::Presence side);

// Why a side does not have a document, for people: " (left out by `flows:`, place)"; "" when it is simply not there.
std::string absence_words(const compare::Comparison& comparison, const compare::DocumentPair& pair);

} // namespace flowsync::view
