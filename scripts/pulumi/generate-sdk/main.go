// Generates the SDK of a schema, as `pulumi package gen-sdk` does, which wants language hosts that are newer than those of the
// module proxy: generate-sdk <python|go|dotnet> <schema.json> <folder>.
package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi/pkg/v3/codegen/dotnet"
	golang "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "generate-sdk"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", tool, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("it takes a language, the schema's file and a folder")
	}
	language, file, folder := args[0], args[1], args[2]
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		return err
	}
	files, err := generate(language, spec)
	if err != nil {
		return err
	}
	return write(folder, files)
}

func generate(language string, spec schema.PackageSpec) (map[string][]byte, error) {
	// For C# a picture is fetched: it is an empty one from here, and none from the network.
	picture := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer picture.Close()
	spec.LogoURL = picture.URL
	// The schema names no type of another package that would have to be loaded.
	pkg, diagnostics, err := schema.BindSpec(spec, schema.NewPluginLoader(nil), schema.ValidationOptions{})
	if err != nil {
		return nil, err
	}
	// Warnings, too: nothing of the schema is left out of an SDK without a word.
	if len(diagnostics) > 0 {
		return nil, diagnostics
	}
	switch language {
	case "python":
		return python.GeneratePackage(tool, pkg, nil, nil)
	case "go":
		return golang.GeneratePackage(tool, pkg, nil)
	case "dotnet":
		return dotnet.GeneratePackage(tool, pkg, nil, nil)
	}
	return nil, fmt.Errorf("it generates python, go and dotnet, not %s", language)
}

func write(folder string, files map[string][]byte) error {
	for name, text := range files {
		target := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(target, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
