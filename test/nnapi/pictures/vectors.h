/// Files of vectors (test/diffusion/vectors.ts says how they are written), and how results are compared with them.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

using Fields = std::vector<std::string>;
using Floats = std::vector<float>;

/// The lines of a file, cut at blanks. Throws where there is no such file, or nothing in it.
std::vector<Fields> readVectors(const std::string& folder, const std::string& name);
std::vector<std::uint8_t> readBytes(const std::string& folder, const std::string& name);

/// Whole numbers, and the bits of others.
std::uint64_t whole(const std::string& field);
float single(const std::string& field);
double real(const std::string& field);
Floats singles(const Fields& fields, std::size_t from);

/// UTF-16 units as UTF-8; a surrogate alone becomes U+FFFD, as where it reaches a tokenizer of bytes.
std::string text(const std::string& field);

/// Prints the place where something differs, and counts it.
void expect(bool holds, const std::string& place);
/// To the bit; numbers that are none are alike.
void expectSame(const Floats& found, const Floats& expected, const std::string& place);
void expectSame(double found, double expected, const std::string& place);

/// Each checks files of a folder.
void checkRandoms(const std::string& folder);
void checkTexts(const std::string& folder);
void checkLoop(const std::string& folder);
void checkPictures(const std::string& folder);
void checkHostile(const std::string& folder);
