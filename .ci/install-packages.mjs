// Installs Debian packages the way the tests do, with none of the services they bring started. Runs with tsx.
import { installDebianPackages } from "@/tests/support/system-program";

installDebianPackages(process.argv.slice(2));
